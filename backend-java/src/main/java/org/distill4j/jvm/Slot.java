package org.distill4j.jvm;

import java.util.List;
import org.distill4j.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * One array of a plan, written by one step. A {@link MemoryPlacement} gives it memory, which it may
 * share with slots that live at other times.
 */
final class Slot {
  private final DType type;
  private final int size;
  private @Nullable Memory memory;
  private boolean read = true;

  Slot(DType type, int size) {
    this.type = type;
    this.size = size;
  }

  /** A slot in memory of its own. */
  static Slot in(Memory memory, DType type) {
    Slot slot = new Slot(type, memory.size());
    slot.memory = memory;
    return slot;
  }

  DType type() {
    return type;
  }

  int size() {
    return size;
  }

  boolean hasMemory() {
    return memory != null;
  }

  /** Whether somebody reads it, as far as the plan knows. */
  boolean isRead() {
    return read;
  }

  void setRead(boolean isRead) {
    read = isRead;
  }

  void place(Memory place) {
    memory = place;
  }

  Memory memory() {
    if (memory == null) {
      throw new IllegalStateException("A slot of " + size + " elements was used unplanned.");
    }
    return memory;
  }

  float[] floats() {
    return memory().floats();
  }

  float[] floatsToWrite() {
    return memory().floatsToWrite();
  }

  /** The elements of values to read. */
  static float[][] floats(List<Value> values) {
    float[][] arrays = new float[values.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = values.get(i).slot().floats();
    }
    return arrays;
  }

  /** The elements of slots to be overwritten. */
  static float[][] floatsToWrite(List<Slot> slots) {
    float[][] arrays = new float[slots.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = slots.get(i).floatsToWrite();
    }
    return arrays;
  }

  int[] ints() {
    return memory().ints();
  }
}
