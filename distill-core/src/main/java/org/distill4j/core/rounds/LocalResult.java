package org.distill4j.core.rounds;

import java.time.Duration;
import org.distill4j.train.LossValues;

/**
 * The result of a worker's round.
 *
 * @param worker the worker, from 0
 * @param values for each value of a trained parameter, the way it went: before minus after, or its
 *     gradient where a round is one step; for all others, such as running means, the value after
 * @param examples the number of examples of its steps
 * @param loss the loss terms, averaged over these examples
 * @param time the time that the steps took
 */
@SuppressWarnings("ArrayRecordComponent") // All values of a model are not copied for neatness.
public record LocalResult(
    int worker, float[] values, long examples, LossValues loss, Duration time) {}
