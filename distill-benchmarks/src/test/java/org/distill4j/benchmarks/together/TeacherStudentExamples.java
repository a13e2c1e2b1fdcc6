package org.distill4j.benchmarks.together;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.distill4j.backend.Session;
import org.distill4j.core.engine.EngineModel;
import org.distill4j.core.init.Initializers;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.teacher.EnsembleTeacher;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.djl.DjlStudents;
import org.distill4j.dl4j.Dl4jStudents;
import org.distill4j.dl4j.Dl4jTeachers;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensorflow.TfStudents;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.nd4j.linalg.activations.Activation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What docs/teachers-and-students.md shows. */
final class TeacherStudentExamples {
  private TeacherStudentExamples() {}

  static Teacher ensemble(
      Session pytorch, Model large, Weights taught, Session dl4j, Path network) {
    Teacher first = ModelTeacher.of(pytorch, large, taught);
    Teacher second = Dl4jTeachers.zip(dl4j, network, TensorSpec.floats(4), "logits");
    return EnsembleTeacher.of(DistillationLoss.of(3, 0.6), first, second).withWeights(2, 1);
  }

  static EngineNetwork block(Session pytorch, NDManager manager) {
    Block block =
        new SequentialBlock()
            .add(Linear.builder().setUnits(8).build())
            .add(ai.djl.nn.Activation.reluBlock())
            .add(Linear.builder().setUnits(3).build());
    block.initialize(manager, DataType.FLOAT32, new ai.djl.ndarray.types.Shape(1, 4));
    return DjlStudents.block(pytorch, block, TensorSpec.floats(4), "logits");
  }

  static EngineNetwork function(Session tensorflow, long seed) {
    return TfStudents.function(
        tensorflow,
        TensorSpec.floats(4),
        seed,
        scope -> {
          Ops tf = scope.tf();
          Operand<TFloat32> x = scope.input(TFloat32.class);
          Operand<TFloat32> w1 =
              scope.parameter("dense1.w", Shape.of(4, 8), Initializers.xavierUniform());
          Operand<TFloat32> w2 =
              scope.parameter("dense2.w", Shape.of(8, 3), Initializers.xavierUniform());
          Operand<TFloat32> hidden = tf.nn.relu(tf.linalg.matMul(x, w1));
          return Map.of("logits", tf.linalg.matMul(hidden, w2));
        });
  }

  static EngineNetwork layers(Session dl4j) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(
                    new DenseLayer.Builder().nIn(4).nOut(8).activation(Activation.RELU).build(),
                    new DenseLayer.Builder().nIn(8).nOut(3).activation(Activation.IDENTITY).build())
                .build());
    network.init();
    return Dl4jStudents.layers(dl4j, network, TensorSpec.floats(4), "logits");
  }

  static TrainingReport train(
      EngineNetwork network, Teacher teacher, Dataset data, Session session) {
    TrainingPlan plan =
        TrainingPlan.of(EngineModel.of(network), data)
            .teacher(teacher)
            .loss(DistillationLoss.of(3, 0.6))
            .optimizer(Adam.of(0.02))
            .batchSize(16)
            .epochs(30)
            .validation(data, Metrics.agreement())
            .build();
    TrainingReport report = new SessionTrainer(session).train(plan);
    network.set(report.weights());
    return report;
  }
}
