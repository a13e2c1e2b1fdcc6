package org.distill4j.dl4j;

import java.util.List;

/**
 * One operation of a plan.
 *
 * @param inputs what it reads
 * @param outputs what it writes, all of it
 * @param kernel the work
 */
record Step(List<Slot> inputs, List<Slot> outputs, Runnable kernel) {}
