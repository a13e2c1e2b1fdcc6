package org.distill4j.spark;

import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.MLReader;
import org.distill4j.model.Weights;

/** Reads a stage with its weights. */
final class StageReader<M extends PredictorStage<M>> extends MLReader<M> {
  @Override
  public M load(String path) {
    MLReader<M> metadata = new DefaultParamsReadable<M>() {}.read();
    M stage = metadata.session(sparkSession()).load(path);
    Weights weights = StageWeights.read(path, sc().hadoopConfiguration());
    return stage.setWeights(weights);
  }
}
