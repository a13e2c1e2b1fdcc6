package org.distill4j.dl4j;

import java.nio.FloatBuffer;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an array: on the heap, where Java loops over them, in the engine's memory while
 * an operation of the engine needs them there, or in both. A copy is made only when the other side
 * is asked for. Truth values are integers, 0 for false.
 */
final class Memory implements AutoCloseable {
  private static final float[] NO_FLOATS = {};
  private static final int[] NO_INTS = {};

  private final int size;
  private float[] floats = NO_FLOATS;
  private int[] ints = NO_INTS;
  private @Nullable EngineArray engine;
  private @Nullable FloatBuffer given;
  private boolean onHeap = true;
  private boolean onEngine;

  Memory(int size) {
    this.size = size;
  }

  static Memory of(HostTensor values) {
    Memory memory = new Memory(values.size());
    memory.give(values);
    return memory;
  }

  static Memory of(float value) {
    Memory memory = new Memory(1);
    memory.floatsToWrite()[0] = value;
    return memory;
  }

  int size() {
    return size;
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
    onEngine = false;
  }

  /** The elements to read. */
  float[] floats() {
    float[] array = heap();
    if (!onHeap) {
      if (onEngine) {
        engineArray().pull(array, 0, size);
      } else if (given != null) {
        given.get(0, array);
      }
      onHeap = true;
    }
    return array;
  }

  /** The elements to be overwritten, all of them. */
  float[] floatsToWrite() {
    onHeap = true;
    onEngine = false;
    return heap();
  }

  /** The elements to be read and changed. */
  float[] floatsToUpdate() {
    float[] array = floats();
    onEngine = false;
    return array;
  }

  /** The elements as integers, to read or write. */
  int[] ints() {
    if (ints.length != size) {
      ints = new int[size];
    }
    return ints;
  }

  /** The elements for an operation of the engine to read. */
  EngineArray engine() {
    EngineArray array = engineArray();
    if (!onEngine) {
      if (onHeap) {
        array.push(heap(), 0, size);
      } else if (given != null) {
        array.push(given);
      }
      onEngine = true;
    }
    return array;
  }

  /** The elements for an operation of the engine to overwrite, all of them. */
  EngineArray engineToWrite() {
    onHeap = false;
    onEngine = true;
    return engineArray();
  }

  private float[] heap() {
    if (floats.length != size) {
      floats = new float[size];
    }
    return floats;
  }

  private EngineArray engineArray() {
    if (engine == null) {
      engine = new EngineArray(size);
    }
    return engine;
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
