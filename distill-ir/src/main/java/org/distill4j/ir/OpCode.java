package org.distill4j.ir;

import java.util.HashMap;
import java.util.Map;
import org.distill4j.tensor.Tensor;

/**
 * The code of an operation in the bytes of a program, and its reader. {@link ProgramWriter} has a
 * method for each primitive, as it is an algebra, so a new one needs a code, and a code needs a
 * case here.
 */
enum OpCode {
  VARIABLE(1),
  FEED(2),
  SCALAR(3),
  LITERAL(4),
  CONSTANT(5),
  /** The whole numbers from 0 on, as many as a length gives. */
  RANGE(6),
  BINARY(7),
  UNARY(8),
  POWER(9),
  COMPARE(10),
  WHERE(11),
  CAST(12),
  STOP_GRADIENT(13),
  REDUCE(14),
  ARG_MAX(15),
  SOFTMAX(16),
  LOG_SOFTMAX(17),
  RESHAPE(18),
  TRANSPOSE(19),
  BROADCAST_TO(20),
  SLICE(21),
  CONCAT(22),
  PAD(23),
  MAT_MUL(24),
  ONE_HOT(25),
  GATHER_ROWS(26),
  SCATTER_ADD_ROWS(27),
  CONV_2D(28),
  POOL_2D(29),
  CONV_2D_INPUT_GRADIENT(30),
  CONV_2D_WEIGHT_GRADIENT(31),
  POOL_2D_GRADIENT(32),
  PICK_MAX_2D(33);

  /** The code of a composite, which gives any number of results. */
  static final int COMPOSITE = 0;

  private static final Map<Integer, OpCode> BY_NUMBER = new HashMap<>();

  static {
    for (OpCode code : values()) {
      BY_NUMBER.put(code.number, code);
    }
  }

  private final int number;

  OpCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  Tensor read(NodeReader from) {
    return switch (this) {
      case VARIABLE -> from.variable();
      case FEED -> from.feed();
      case SCALAR -> from.scalar();
      case LITERAL -> from.literal();
      case CONSTANT -> from.constant();
      case RANGE -> from.range();
      case BINARY -> from.binary();
      case UNARY -> from.unary();
      case POWER -> from.power();
      case COMPARE -> from.compare();
      case WHERE -> from.where();
      case CAST -> from.cast();
      case STOP_GRADIENT -> from.stopGradient();
      case REDUCE -> from.reduce();
      case ARG_MAX -> from.argMax();
      case SOFTMAX -> from.softmax();
      case LOG_SOFTMAX -> from.logSoftmax();
      case RESHAPE -> from.reshape();
      case TRANSPOSE -> from.transpose();
      case BROADCAST_TO -> from.broadcastTo();
      case SLICE -> from.slice();
      case CONCAT -> from.concat();
      case PAD -> from.pad();
      case MAT_MUL -> from.matMul();
      case ONE_HOT -> from.oneHot();
      case GATHER_ROWS -> from.gatherRows();
      case SCATTER_ADD_ROWS -> from.scatterAddRows();
      case CONV_2D -> from.conv2d();
      case POOL_2D -> from.pool2d();
      case CONV_2D_INPUT_GRADIENT -> from.conv2dInputGradient();
      case CONV_2D_WEIGHT_GRADIENT -> from.conv2dWeightGradient();
      case POOL_2D_GRADIENT -> from.pool2dGradient();
      case PICK_MAX_2D -> from.pickMax2d();
    };
  }

  static OpCode of(int number, NodeReader from) {
    OpCode code = BY_NUMBER.get(number);
    if (code == null) {
      throw from.unknown("operation", String.valueOf(number));
    }
    return code;
  }
}
