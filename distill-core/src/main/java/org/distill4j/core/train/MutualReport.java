package org.distill4j.core.train;

import org.distill4j.train.TrainingReport;

/**
 * Two students that taught each other.
 *
 * @param first what became of the first
 * @param second what became of the second
 */
public record MutualReport(TrainingReport first, TrainingReport second) {}
