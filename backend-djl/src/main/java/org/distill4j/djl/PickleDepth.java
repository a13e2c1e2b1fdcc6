package org.distill4j.djl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The depth of the objects that a pickle of TorchScript describes. The engine frees an object by a
 * call for each level, and ends the process where the stack does not suffice.
 *
 * <p>The instructions are those of protocol 2, in which PyTorch writes. Only sizes are computed:
 * nothing is built. An object that grows after another one holds it would make the other deeper; no
 * writer of pickles does that, and it is refused.
 */
final class PickleDepth {
  private static final Item MARK = new Item(0);

  private final byte[] pickle;
  private final Deque<Item> stack = new ArrayDeque<>();
  private final Map<Integer, Item> memo = new HashMap<>();
  private int at;
  private int deepest;

  /** An object, with the number of levels below it. */
  private static final class Item {
    private int depth;
    private boolean held;

    Item(int depth) {
      this.depth = depth;
    }
  }

  private PickleDepth(byte[] pickle) {
    this.pickle = pickle;
  }

  /**
   * Measures a pickle.
   *
   * @param pickle its bytes
   * @return the levels of its deepest object
   * @throws IllegalArgumentException if it is cut off, uses an unknown instruction, or changes an
   *     object that another one holds; the message says which
   */
  static int measure(byte... pickle) {
    PickleDepth depth = new PickleDepth(pickle);
    while (depth.step()) {
      // Each step is an instruction.
    }
    return depth.deepest;
  }

  private boolean step() {
    int code = number(1);
    switch (code) {
      case '.' -> {
        return false;
      }
      case 0x80 -> number(1);
      case '(' -> stack.push(MARK);
      case ')', ']', '}', 'N', 0x88, 0x89 -> push(0);
      case 'K' -> leaf(1);
      case 'M' -> leaf(2);
      case 'J' -> leaf(4);
      case 'G' -> leaf(8);
      case 0x8a, 'U' -> leaf(number(1));
      case 0x8b, 'X', 'T' -> leaf(number(4));
      case 'c' -> {
        line();
        line();
        push(0);
      }
      case 'q' -> memo.put(number(1), top());
      case 'r' -> memo.put(number(4), top());
      case 'h' -> stack.push(remembered(number(1)));
      case 'j' -> stack.push(remembered(number(4)));
      case 't', 'l', 'd' -> push(heldToMark());
      case 0x85, 'Q' -> push(held(1));
      case 0x86, 'R', 0x81 -> push(held(2));
      case 0x87 -> push(held(3));
      case 'a', 'b' -> grow(held(1));
      case 's' -> grow(held(2));
      case 'e', 'u' -> grow(heldToMark());
      case '0' -> held(1);
      default -> throw new IllegalArgumentException("has the unknown instruction " + code);
    }
    return true;
  }

  private int number(int bytes) {
    require(bytes);
    int number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (pickle[at++] & 0xff) << (8 * i);
    }
    return number;
  }

  private void require(int bytes) {
    if (bytes < 0 || bytes > pickle.length - at) {
      throw new IllegalArgumentException("is cut off");
    }
  }

  private void leaf(int bytes) {
    require(bytes);
    at += bytes;
    push(0);
  }

  private void line() {
    while (number(1) != '\n') {
      // To its end.
    }
  }

  private void push(int depth) {
    deepest = Math.max(deepest, depth);
    stack.push(new Item(depth));
  }

  private Item top() {
    if (stack.isEmpty()) {
      throw new IllegalArgumentException("takes an object that is not there");
    }
    return stack.peek();
  }

  private Item remembered(int name) {
    Item item = memo.get(name);
    if (item == null) {
      throw new IllegalArgumentException("takes an object that is not there");
    }
    return item;
  }

  /** Takes objects that another one is to hold, and returns the depth of that. */
  private int held(int count) {
    int depth = 0;
    for (int i = 0; i < count; i++) {
      depth = Math.max(depth, take().depth + 1);
    }
    return depth;
  }

  private int heldToMark() {
    int depth = 0;
    while (top() != MARK) {
      depth = Math.max(depth, take().depth + 1);
    }
    stack.pop();
    return depth;
  }

  private Item take() {
    Item item = top();
    stack.pop();
    item.held = true;
    return item;
  }

  private void grow(int depth) {
    Item item = top();
    if (item.held) {
      throw new IllegalArgumentException("changes an object that another one holds");
    }
    item.depth = Math.max(item.depth, depth);
    deepest = Math.max(deepest, item.depth);
  }
}
