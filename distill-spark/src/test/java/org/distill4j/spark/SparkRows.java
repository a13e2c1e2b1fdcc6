package org.distill4j.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.rounds.InProcessWorkers;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.RoundTraining;
import org.distill4j.core.rounds.Shard;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.core.rounds.Workers;
import org.distill4j.core.teacher.KnownOutputs;
import org.distill4j.jvm.JavaBackend;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Rows of these tests, and what a training in this process makes of them. */
final class SparkRows {
  static final int INPUTS = 4;
  static final int CLASSES = 3;
  static final int COUNT = 90;
  static final SmallStudent STUDENT = new SmallStudent(6, 0.02);

  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType);

  private SparkRows() {}

  /** Rows sorted by class. */
  static List<Row> list() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < COUNT; row++) {
      int label = row * CLASSES / COUNT;
      double[] values = new double[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        values[i] = (float) random.nextDouble(-1, i == label ? 3 : 1);
      }
      rows.add(RowFactory.create((long) row, Vectors.dense(values), (double) label));
    }
    return rows;
  }

  static Dataset<Row> plain(SparkSession spark) {
    return spark.createDataFrame(list(), SCHEMA);
  }

  static TeacherTransformer teacher() {
    return new TeacherTransformer(Recipe.of(new SmallTeacher(8)), SmallTeacher.weights(8, 1))
        .setBatchSize(16)
        .setBackend("java");
  }

  static Dataset<Row> taught(SparkSession spark) {
    return teacher().transform(plain(spark));
  }

  static DistillEstimator estimator(TrainingCode code, RoundPlan plan) {
    return new DistillEstimator(Recipe.of((Record) code))
        .setBackend("java")
        .setNumWorkers(plan.workers())
        .setLocalSteps(plan.localSteps())
        .setRounds(plan.rounds())
        .setBatchSize(plan.batchSize())
        .setInnerState(plan.keepsInnerState() ? "kept" : "reset");
  }

  static Session session() {
    return new JavaBackend().open(new SessionOptions(Device.cpu(), 1));
  }

  /** The oracle: the same training in this process. */
  static Weights expected(Dataset<Row> taught, RoundPlan plan) {
    List<Row> rows = new ArrayList<>(taught.collectAsList());
    rows.sort(Comparator.comparingLong(row -> row.getLong(0)));
    int count = rows.size();
    HostTensor inputs = HostTensor.allocate(TensorSpec.floats(INPUTS).batched(count));
    HostTensor logits = HostTensor.allocate(TensorSpec.floats(CLASSES).batched(count));
    var inputValues = inputs.floats();
    var logitValues = logits.floats();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      Vector features = rows.get(i).getAs("features");
      for (double value : features.toArray()) {
        inputValues.put((float) value);
      }
      for (Object value : rows.get(i).<Object>getList(3)) {
        logitValues.put((Float) value);
      }
      labels[i] = (int) rows.get(i).getDouble(2);
    }
    long[] ids = rows.stream().mapToLong(row -> row.getLong(0)).toArray();
    InMemoryDataset data =
        InMemoryDataset.of(inputs, HostTensor.ofInts(Shape.of(count), labels)).withIds(ids);
    KnownOutputs teacher = KnownOutputs.of(Map.of("logits", logits), "teacher", ids);
    List<Shard> shards = Shard.split(data, List.of(teacher), plan.workers());
    try (Session session = session();
        Workers workers = InProcessWorkers.of(session, STUDENT, plan, shards)) {
      return RoundTraining.of(STUDENT, plan)
          .session(session)
          .train(shards.get(0), count, workers)
          .weights();
    }
  }
}
