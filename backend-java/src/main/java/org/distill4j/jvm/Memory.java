package org.distill4j.jvm;

import java.nio.FloatBuffer;
import java.util.function.IntFunction;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an array: on the heap, where Java loops over them, in an engine's memory while an
 * operation of the engine needs them there, or in both. A copy is made only when the other side is
 * asked for.
 */
public final class Memory implements AutoCloseable {
  /** Stands in a field for the elements of no array, between runs. */
  static final float[] NO_FLOATS = {};

  private static final int[] NO_INTS = {};

  private final int size;
  private float[] floats = NO_FLOATS;
  private int[] ints = NO_INTS;
  private float[] borrowed = NO_FLOATS;
  private int borrowedFrom;
  private @Nullable EngineCopy mirror;
  private @Nullable FloatBuffer given;
  private double number;
  private boolean isNumberKnown;
  private boolean onHeap = true;
  private boolean onMirror;

  Memory(int size) {
    this.size = size;
  }

  static Memory of(HostTensor values) {
    Memory memory = new Memory(values.size());
    memory.give(values);
    return memory;
  }

  static Memory of(double value) {
    Memory memory = new Memory(1);
    memory.give(value);
    return memory;
  }

  int size() {
    return size;
  }

  long bytes() {
    return (long) size * Float.BYTES;
  }

  /**
   * Takes the values of a host tensor, which must stay as they are until the next ones are taken.
   */
  void give(HostTensor values) {
    if (values.type() == DType.INT32) {
      values.ints().get(ints());
      return;
    }
    given = values.floats();
    onHeap = false;
    onMirror = false;
  }

  /** Takes one number, which {@link #number} knows in double precision. */
  void give(double value) {
    floatsToWrite()[0] = (float) value;
    number = value;
    isNumberKnown = true;
  }

  /** Takes the values of a range of an array, which must stay as they are meanwhile. */
  void borrow(float[] values, int from) {
    borrowed = values;
    borrowedFrom = from;
    given = null;
    onHeap = false;
    onMirror = false;
  }

  /** The only element, as exactly as it is known. */
  double number() {
    return isNumberKnown ? number : floats()[0];
  }

  /** The elements to read. */
  float[] floats() {
    float[] array = heap();
    if (!onHeap) {
      copyTo(array, 0);
      onHeap = true;
    }
    return array;
  }

  /** An array that holds the elements to read, from {@link #start} on. */
  float[] elements() {
    return isBorrowed() ? borrowed : floats();
  }

  /** Where the elements begin in {@link #elements}. */
  int start() {
    return isBorrowed() ? borrowedFrom : 0;
  }

  private boolean isBorrowed() {
    return !onHeap && !onMirror && given == null;
  }

  /** Copies the elements to a range of an array. */
  void copyTo(float[] target, int at) {
    if (onHeap) {
      System.arraycopy(heap(), 0, target, at, size);
    } else if (onMirror && mirror != null) {
      mirror.pull(target, at, size);
    } else if (given != null) {
      given.get(0, target, at, size);
    } else {
      System.arraycopy(borrowed, borrowedFrom, target, at, size);
    }
  }

  /** The elements to be overwritten, all of them. */
  float[] floatsToWrite() {
    onHeap = true;
    onMirror = false;
    return heap();
  }

  /** The elements as integers, to read or write. */
  int[] ints() {
    if (ints.length != size) {
      ints = new int[size];
    }
    return ints;
  }

  /**
   * The elements for an operation of an engine to read.
   *
   * @param maker allocates the engine's memory for a number of elements
   * @return where they are
   */
  public EngineCopy mirrorToRead(IntFunction<? extends EngineCopy> maker) {
    EngineCopy target = mirror(maker);
    if (!onMirror) {
      if (onHeap) {
        target.push(heap(), 0, size);
      } else if (given != null) {
        target.push(given);
      } else {
        target.push(borrowed, borrowedFrom, size);
      }
      onMirror = true;
    }
    return target;
  }

  /**
   * The elements for an operation of an engine to overwrite, all of them.
   *
   * @param maker allocates the engine's memory for a number of elements
   * @return where they go
   */
  public EngineCopy mirrorToWrite(IntFunction<? extends EngineCopy> maker) {
    onHeap = false;
    onMirror = true;
    return mirror(maker);
  }

  /**
   * The elements' place in an engine's memory, whatever is there.
   *
   * @param maker allocates the engine's memory for a number of elements
   * @return the place
   */
  public EngineCopy mirror(IntFunction<? extends EngineCopy> maker) {
    if (mirror == null) {
      mirror = maker.apply(size);
    }
    return mirror;
  }

  private float[] heap() {
    if (floats.length != size) {
      floats = new float[size];
    }
    return floats;
  }

  /** Gives the elements up. */
  void release() {
    close();
    floats = NO_FLOATS;
    ints = NO_INTS;
    given = null;
    onHeap = true;
    onMirror = false;
  }

  @Override
  public void close() {
    if (mirror != null) {
      mirror.close();
      mirror = null;
    }
  }
}
