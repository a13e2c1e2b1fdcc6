package org.distill4j.ir;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.tensor.Tensor;

/**
 * What an operation is called in the bytes of a program, and how it is read. {@link ProgramWriter}
 * has a method for each primitive, as it is an algebra, so a new one needs a code.
 */
enum OpCode {
  VARIABLE(1, NodeReader::variable),
  FEED(2, NodeReader::feed),
  SCALAR(3, NodeReader::scalar),
  LITERAL(4, NodeReader::literal),
  CONSTANT(5, NodeReader::constant),
  /** The whole numbers from 0 on, as many as a length says. */
  RANGE(6, NodeReader::range),
  BINARY(7, NodeReader::binary),
  UNARY(8, NodeReader::unary),
  POWER(9, NodeReader::power),
  COMPARE(10, NodeReader::compare),
  WHERE(11, NodeReader::where),
  CAST(12, NodeReader::cast),
  STOP_GRADIENT(13, NodeReader::stopGradient),
  REDUCE(14, NodeReader::reduce),
  ARG_MAX(15, NodeReader::argMax),
  SOFTMAX(16, NodeReader::softmax),
  LOG_SOFTMAX(17, NodeReader::logSoftmax),
  RESHAPE(18, NodeReader::reshape),
  TRANSPOSE(19, NodeReader::transpose),
  BROADCAST_TO(20, NodeReader::broadcastTo),
  SLICE(21, NodeReader::slice),
  CONCAT(22, NodeReader::concat),
  PAD(23, NodeReader::pad),
  MAT_MUL(24, NodeReader::matMul),
  ONE_HOT(25, NodeReader::oneHot),
  GATHER_ROWS(26, NodeReader::gatherRows),
  SCATTER_ADD_ROWS(27, NodeReader::scatterAddRows),
  CONV_2D(28, NodeReader::conv2d),
  POOL_2D(29, NodeReader::pool2d),
  CONV_2D_INPUT_GRADIENT(30, NodeReader::conv2dInputGradient),
  CONV_2D_WEIGHT_GRADIENT(31, NodeReader::conv2dWeightGradient),
  POOL_2D_GRADIENT(32, NodeReader::pool2dGradient),
  PICK_MAX_2D(33, NodeReader::pickMax2d);

  /** What a composite is called, which gives any number of results. */
  static final int COMPOSITE = 0;

  private static final Map<Integer, OpCode> BY_NUMBER = new HashMap<>();

  static {
    for (OpCode code : values()) {
      BY_NUMBER.put(code.number, code);
    }
  }

  private final int number;
  private final Function<NodeReader, Tensor> reader;

  OpCode(int number, Function<NodeReader, Tensor> reader) {
    this.number = number;
    this.reader = reader;
  }

  int number() {
    return number;
  }

  Tensor read(NodeReader from) {
    return reader.apply(from);
  }

  static OpCode of(int number, NodeReader from) {
    OpCode code = BY_NUMBER.get(number);
    if (code == null) {
      throw from.unknown("operation", String.valueOf(number));
    }
    return code;
  }
}
