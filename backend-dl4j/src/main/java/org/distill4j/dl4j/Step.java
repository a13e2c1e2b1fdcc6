package org.distill4j.dl4j;

import java.util.List;

/**
 * One operation of a plan.
 *
 * @param inputs what it reads
 * @param output what it writes, all of it
 * @param kernel the work
 */
record Step(List<Slot> inputs, Slot output, Runnable kernel) {}
