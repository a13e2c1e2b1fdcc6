package org.distill4j.benchmarks.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.distill4j.data.Batch;
import org.distill4j.optim.Progress;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The job in eager operations. TensorFlow Java differentiates graphs alone, so the gradient is
 * written by hand.
 */
final class EagerStep implements StepProgram {
  private final EagerSession session =
      EagerSession.options().config(TensorFlowSetup.config()).build();
  private final Ops tf = Ops.create(session);
  private final GraphObjective objective = new GraphObjective(tf);
  private final DenseJob job;
  private final TeacherSource teaching;
  private final List<Operand<TFloat32>> teacher;
  private final List<VarHandleOp> parameters;
  private final List<VarHandleOp> first;
  private final List<VarHandleOp> second;
  private int taken;

  EagerStep(DenseJob job, TeacherSource teaching) {
    this.job = job;
    this.teaching = teaching;
    this.teacher =
        DenseJob.layers(job.teacherWeights()).stream().map(value -> constant(value)).toList();
    List<HostTensor> values = DenseJob.layers(job.studentWeights());
    List<HostTensor> zeros =
        values.stream().map(value -> HostTensor.allocate(DType.FLOAT32, value.shape())).toList();
    this.parameters = variables("p", values);
    this.first = variables("m", zeros);
    this.second = variables("v", zeros);
  }

  private Operand<TFloat32> constant(HostTensor value) {
    try (TFloat32 tensor = TensorFlowSetup.floats(value)) {
      return tf.constantOf(tensor);
    }
  }

  private List<VarHandleOp> variables(String name, List<HostTensor> values) {
    List<VarHandleOp> made = new ArrayList<>();
    for (HostTensor value : values) {
      VarHandleOp.Options shared = VarHandleOp.sharedName(name + made.size() + hashCode());
      VarHandleOp variable = tf.varHandleOp(TFloat32.class, TensorFlowSetup.shape(value), shared);
      tf.assignVariableOp(variable, constant(value));
      made.add(variable);
    }
    return made;
  }

  @Override
  public double step(DenseJob.Taught given) {
    Operand<TFloat32> x = constant(given.batch().input());
    Operand<TFloat32> t =
        teaching == TeacherSource.LIVE ? network(teacher, x) : constant(given.teacher());
    List<Operand<TFloat32>> p = parameters.stream().map(this::read).toList();
    Operand<TFloat32> hidden = tf.nn.relu(dense(x, p.get(0), p.get(1)));
    Operand<TFloat32> s = dense(hidden, p.get(2), p.get(3));
    Operand<TFloat32> classes = classes(given);
    Operand<TFloat32> ds = gradient(s, t, classes);
    Operand<TFloat32> dz =
        tf.nn.reluGrad(tf.linalg.matMul(ds, p.get(2), MatMul.transposeB(true)), hidden);
    adam(
        List.of(
            tf.linalg.matMul(x, dz, MatMul.transposeA(true)),
            tf.sum(dz, tf.constant(0)),
            tf.linalg.matMul(hidden, ds, MatMul.transposeA(true)),
            tf.sum(ds, tf.constant(0))));
    return objective.total(s, t, classes).asTensor().getFloat();
  }

  private Operand<TFloat32> read(VarHandleOp variable) {
    return tf.readVariableOp(variable, TFloat32.class);
  }

  private Operand<TFloat32> classes(DenseJob.Taught given) {
    try (TInt32 labels = (TInt32) TensorFlowSetup.tensor(given.batch().labels(Batch.LABELS))) {
      return objective.classes(tf.constantOf(labels), job.studentWidths().get(2));
    }
  }

  private Operand<TFloat32> network(List<Operand<TFloat32>> layers, Operand<TFloat32> x) {
    Operand<TFloat32> value = dense(x, layers.get(0), layers.get(1));
    for (int i = 2; i < layers.size(); i += 2) {
      value = dense(tf.nn.relu(value), layers.get(i), layers.get(i + 1));
    }
    return value;
  }

  private Operand<TFloat32> dense(
      Operand<TFloat32> x, Operand<TFloat32> weight, Operand<TFloat32> bias) {
    return tf.nn.biasAdd(tf.linalg.matMul(x, weight), bias);
  }

  /** (α·T·(softmax(s/T) − softmax(t/T)) + (1 − α)·(softmax(s) − onehot(y))) / batch. */
  private Operand<TFloat32> gradient(
      Operand<TFloat32> s, Operand<TFloat32> t, Operand<TFloat32> classes) {
    Operand<TFloat32> soft =
        tf.math.sub(tf.nn.softmax(objective.cooled(s)), tf.nn.softmax(objective.cooled(t)));
    Operand<TFloat32> hard = tf.math.sub(tf.nn.softmax(s), classes);
    return tf.math.add(
        tf.math.mul(
            soft, objective.number(DenseJob.ALPHA * DenseJob.TEMPERATURE / job.batchSize())),
        tf.math.mul(hard, objective.number((1 - DenseJob.ALPHA) / job.batchSize())));
  }

  private void adam(List<Operand<TFloat32>> gradients) {
    taken++;
    for (int i = 0; i < gradients.size(); i++) {
      tf.train.resourceApplyAdam(
          parameters.get(i),
          first.get(i),
          second.get(i),
          objective.number(Math.pow(DenseJob.ADAM.beta1(), taken)),
          objective.number(Math.pow(DenseJob.ADAM.beta2(), taken)),
          objective.number(DenseJob.ADAM.learningRate().at(new Progress(0, 1))),
          objective.number(DenseJob.ADAM.beta1()),
          objective.number(DenseJob.ADAM.beta2()),
          objective.number(DenseJob.ADAM.epsilon()),
          gradients.get(i));
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
