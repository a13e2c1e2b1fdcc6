package org.distill4j.benchmarks.measure;

/**
 * Something to be timed beside others.
 *
 * @param name what to call it
 * @param work one unit of its work
 */
public record TimedProgram(String name, Runnable work) {}
