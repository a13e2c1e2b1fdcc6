package org.distill4j.benchmarks.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.distill4j.data.Batch;
import org.distill4j.optim.Progress;
import org.distill4j.tensor.HostTensor;

/** The job as DJL's guides write a training: blocks, a loss, a trainer, a gradient collector. */
final class DjlTrainer implements StepProgram {
  private final PtNDManager base = TorchSetup.open();
  private final TeacherSource teaching;
  private final Model teacher;
  private final Model student;
  private final Trainer trainer;

  DjlTrainer(DenseJob job, TeacherSource teaching) {
    this.teaching = teaching;
    this.teacher = model("teacher", job.teacherWidths());
    this.student = model("student", job.studentWidths());
    Optimizer adam =
        Optimizer.adam()
            .optLearningRateTracker(
                Tracker.fixed((float) DenseJob.ADAM.learningRate().at(new Progress(0, 1))))
            .build();
    Shape shape = new Shape(job.batchSize(), job.studentWidths().get(0));
    this.trainer =
        student.newTrainer(new DefaultTrainingConfig(new DistillLoss()).optOptimizer(adam));
    trainer.initialize(shape);
    teacher.getBlock().initialize(teacher.getNDManager(), DataType.FLOAT32, shape);
    set(student.getBlock(), DenseJob.layers(job.studentWeights()));
    set(teacher.getBlock(), DenseJob.layers(job.teacherWeights()));
  }

  private static Model model(String name, List<Integer> widths) {
    SequentialBlock block = new SequentialBlock();
    for (int i = 1; i < widths.size(); i++) {
      if (i > 1) {
        block.add(Activation.reluBlock());
      }
      block.add(Linear.builder().setUnits(widths.get(i)).build());
    }
    Model model = Model.newInstance(name, "PyTorch");
    model.setBlock(block);
    return model;
  }

  private void set(Block block, List<HostTensor> layers) {
    List<Parameter> parameters = block.getParameters().values();
    for (int i = 0; i < layers.size(); i++) {
      try (NDArray value = TorchSetup.array(base, layers.get(i));
          NDArray turned =
              value.getShape().dimension() == 2 ? value.transpose() : value.duplicate()) {
        parameters.get(i).getArray().set(turned.toFloatArray());
      }
    }
  }

  @Override
  public double step(DenseJob.Taught given) {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      HostTensor inputs = given.batch().input();
      NDList x = new NDList(manager.create(inputs.floats(), new Shape(inputs.shape().toLongs())));
      NDList wanted =
          new NDList(
              teacher(manager, x, given),
              manager.create(given.batch().labels(Batch.LABELS).toIntArray()));
      float value;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray loss = trainer.getLoss().evaluate(wanted, trainer.forward(x));
        collector.backward(loss);
        value = loss.getFloat();
      }
      trainer.step();
      return value;
    }
  }

  private NDArray teacher(NDManager manager, NDList x, DenseJob.Taught given) {
    if (teaching == TeacherSource.LIVE) {
      ParameterStore store = new ParameterStore(manager, false);
      return teacher.getBlock().forward(store, x, false).singletonOrThrow().stopGradient();
    }
    HostTensor logits = given.teacher();
    return manager.create(logits.floats(), new Shape(logits.shape().toLongs()));
  }

  @Override
  public void close() {
    trainer.close();
    student.close();
    teacher.close();
    base.close();
  }

  /** The objective in DJL's operations. */
  private static final class DistillLoss extends Loss {
    DistillLoss() {
      super("distillation");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
      float t = (float) DenseJob.TEMPERATURE;
      NDArray logits = predictions.singletonOrThrow();
      NDArray wanted = labels.get(0).div(t).logSoftmax(1);
      NDArray outputs = logits.div(t).logSoftmax(1);
      NDArray soft = wanted.exp().mul(wanted.sub(outputs)).sum(new int[] {1}).mean().mul(t * t);
      NDArray hard =
          Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels.get(1)), new NDList(logits));
      return soft.mul((float) DenseJob.ALPHA).add(hard.mul((float) (1 - DenseJob.ALPHA)));
    }
  }
}
