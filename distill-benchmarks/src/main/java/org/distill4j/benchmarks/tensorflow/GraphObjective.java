package org.distill4j.benchmarks.tensorflow;

import org.distill4j.benchmarks.job.DenseJob;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The objective in TensorFlow's own cross-entropies: the divergence is the one with the teacher's
 * probabilities less their entropy.
 */
final class GraphObjective {
  private final Ops tf;

  GraphObjective(Ops tf) {
    this.tf = tf;
  }

  Operand<TFloat32> total(
      Operand<TFloat32> student, Operand<TFloat32> teacher, Operand<TFloat32> classes) {
    Operand<TFloat32> wanted = cooled(teacher);
    Operand<TFloat32> p = tf.nn.softmax(wanted);
    Operand<TFloat32> soft =
        tf.math.sub(mean(crossEntropy(cooled(student), p)), mean(crossEntropy(wanted, p)));
    Operand<TFloat32> hard = mean(crossEntropy(student, classes));
    return tf.math.add(
        tf.math.mul(soft, number(DenseJob.ALPHA * DenseJob.TEMPERATURE * DenseJob.TEMPERATURE)),
        tf.math.mul(hard, number(1 - DenseJob.ALPHA)));
  }

  Operand<TFloat32> cooled(Operand<TFloat32> logits) {
    return tf.math.div(logits, number(DenseJob.TEMPERATURE));
  }

  Operand<TFloat32> classes(Operand<TInt32> labels, int count) {
    return tf.oneHot(labels, tf.constant(count), tf.constant(1f), tf.constant(0f));
  }

  Operand<TFloat32> number(double value) {
    return tf.constant((float) value);
  }

  private Operand<TFloat32> crossEntropy(Operand<TFloat32> logits, Operand<TFloat32> wanted) {
    return tf.nn.softmaxCrossEntropyWithLogits(logits, wanted).loss();
  }

  private Operand<TFloat32> mean(Operand<TFloat32> rows) {
    return tf.math.mean(rows, tf.constant(0));
  }
}
