package org.distill4j.jvm;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One operation of a plan.
 *
 * @param inputs what it reads
 * @param outputs what it writes, all of it
 * @param replaceable for an output, the inputs whose memory it may take if their sizes agree: each
 *     of their elements is read before the output's of that index is written, and not after
 * @param kernel the work
 */
record Step(
    List<Slot> inputs, List<Slot> outputs, Map<Slot, Set<Slot>> replaceable, Runnable kernel) {
  /** Returns whether an output may take the memory of an input. */
  boolean canReplace(Slot input, Slot output) {
    return input.size() == output.size()
        && replaceable.getOrDefault(output, Set.of()).contains(input);
  }
}
