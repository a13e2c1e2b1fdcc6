package org.distill4j.benchmarks.dl4j;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.distill4j.data.Batch;
import org.distill4j.optim.Progress;
import org.distill4j.tensor.HostTensor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The job as Deeplearning4j's guides write a training: networks of layers and a loss function. */
final class NetworkStep implements StepProgram {
  private final MultiLayerNetwork teacher;
  private final MultiLayerNetwork student;
  private final int classes;
  private final TeacherSource teaching;

  NetworkStep(DenseJob job, TeacherSource teaching) {
    BoundOperation.prepare();
    this.teaching = teaching;
    this.classes = job.studentWidths().get(2);
    this.teacher = network(job.teacherWidths(), DenseJob.layers(job.teacherWeights()));
    this.student = network(job.studentWidths(), DenseJob.layers(job.studentWeights()));
  }

  private static MultiLayerNetwork network(List<Integer> widths, List<HostTensor> weights) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(DenseJob.ADAM.learningRate().at(new Progress(0, 1))))
            .list();
    int last = widths.size() - 1;
    for (int i = 1; i < last; i++) {
      layers.layer(
          new DenseLayer.Builder()
              .nIn(widths.get(i - 1))
              .nOut(widths.get(i))
              .activation(Activation.RELU)
              .build());
    }
    layers.layer(
        new OutputLayer.Builder(new DistillFunction(widths.get(last)))
            .nIn(widths.get(last - 1))
            .nOut(widths.get(last))
            .activation(Activation.IDENTITY)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    for (int i = 0; i < last; i++) {
      network.setParam(i + "_W", BoundOperation.array(weights.get(2 * i)));
      network.setParam(
          i + "_b", BoundOperation.array(weights.get(2 * i + 1)).reshape(1, widths.get(i + 1)));
    }
    return network;
  }

  @Override
  public double step(DenseJob.Taught given) {
    INDArray x = copy(given.batch().input());
    INDArray outputs = teaching == TeacherSource.LIVE ? teacher.output(x) : copy(given.teacher());
    student.fit(x, Nd4j.concat(1, oneHot(given.batch().labels(Batch.LABELS)), outputs));
    return student.score();
  }

  private static INDArray copy(HostTensor value) {
    return Nd4j.createFromArray(value.toFloatArray()).reshape(value.shape().toLongs());
  }

  private INDArray oneHot(HostTensor labels) {
    INDArray hot = Nd4j.zeros(DataType.FLOAT, labels.size(), classes);
    for (int row = 0; row < labels.size(); row++) {
      hot.putScalar(row, labels.ints().get(row), 1);
    }
    return hot;
  }

  @Override
  public void close() {
    // Networks are freed by the garbage collector.
  }
}
