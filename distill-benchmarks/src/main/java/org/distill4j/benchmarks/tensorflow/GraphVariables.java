package org.distill4j.benchmarks.tensorflow;

import org.distill4j.tensor.HostTensor;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignVariableOp;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** Resource variables of one graph, set to their first values when they are made. */
final class GraphVariables {
  private final Ops tf;
  private final Session session;

  GraphVariables(Ops tf, Session session) {
    this.tf = tf;
    this.session = session;
  }

  VarHandleOp add(String name, HostTensor first) {
    VarHandleOp variable =
        tf.varHandleOp(TFloat32.class, TensorFlowSetup.shape(first), VarHandleOp.sharedName(name));
    try (TFloat32 value = TensorFlowSetup.floats(first)) {
      AssignVariableOp set = tf.assignVariableOp(variable, tf.constantOf(value));
      session.runner().addTarget(set).run().close();
    }
    return variable;
  }

  Operand<TFloat32> read(VarHandleOp variable) {
    return tf.readVariableOp(variable, TFloat32.class);
  }
}
