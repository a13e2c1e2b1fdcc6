package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.distill4j.tensor.Shape;

/**
 * The formula of an elementwise step: instructions, each of which reads operands and results of
 * earlier instructions. The last one's result is the step's.
 *
 * @param shape the shape of the result
 * @param operands what is read
 * @param instructions what is done
 */
record ElementwiseFormula(Shape shape, List<Operand> operands, List<Instruction> instructions) {
  /** The limit for either, beyond which a step does not grow. */
  private static final int LONGEST = 24;

  /**
   * One operation on rows.
   *
   * @param loop the operation
   * @param a its first argument: from 0 the operands, from −1 downwards the results of instructions
   * @param b its second argument
   * @param c its third argument
   */
  record Instruction(BlockLoop loop, int a, int b, int c) {
    Instruction map(IntUnaryOperator places) {
      return new Instruction(
          loop, places.applyAsInt(a), places.applyAsInt(b), places.applyAsInt(c));
    }
  }

  static ElementwiseFormula of(Shape shape, BlockLoop loop, Value... values) {
    int[] arguments = new int[3];
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      arguments[i] = place(operands, Operand.of(values[i]));
    }
    return new ElementwiseFormula(
        shape, operands, List.of(new Instruction(loop, arguments[0], arguments[1], arguments[2])));
  }

  private static int place(List<Operand> operands, Operand operand) {
    if (!operands.contains(operand)) {
      operands.add(operand);
    }
    return operands.indexOf(operand);
  }

  List<Slot> slots() {
    return operands.stream().map(Operand::slot).distinct().toList();
  }

  /** Returns whether a formula that computes a slot that this reads can become part of this. */
  boolean canTakeIn(Slot slot, ElementwiseFormula other) {
    int size = slot.size();
    boolean fits =
        other.shape.equals(shape)
            || other.operands.stream().allMatch(operand -> operand.isFlatIn(size));
    return fits
        && size == shape.size()
        && operands.size() + other.operands.size() <= LONGEST
        && instructions.size() + other.instructions.size() <= LONGEST;
  }

  /** Returns this with another formula in place of the slot that the other computes. */
  ElementwiseFormula takeIn(Slot slot, ElementwiseFormula other) {
    List<Operand> read = new ArrayList<>();
    List<Instruction> done = new ArrayList<>();
    int[] own = new int[other.operands.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = place(read, other.operands.get(i).under(shape));
    }
    other.instructions.forEach(each -> done.add(moved(each, own, 0)));
    int result = -done.size();
    int[] mine = new int[operands.size()];
    for (int i = 0; i < mine.length; i++) {
      boolean taken = operands.get(i).slot() == slot;
      mine[i] = taken ? result : place(read, operands.get(i).under(shape));
    }
    instructions.forEach(each -> done.add(moved(each, mine, result)));
    return new ElementwiseFormula(shape, read, done);
  }

  private static Instruction moved(Instruction instruction, int[] operands, int before) {
    return instruction.map(place -> place < 0 ? place + before : operands[place]);
  }
}
