package org.distill4j.examples.mnist;

/** The three models of the run. */
record MnistOutcome(Candidate teacher, Candidate distilled, Candidate alone) {}
