package org.distill4j.cli.embed;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.distill4j.core.weights.WeightStorage;
import org.distill4j.text.StaticEmbedding;

/**
 * What student is wanted, and how it is trained.
 *
 * @param folder where the results go
 * @param layers the teacher's layers that the student has; empty for a table
 * @param width the width of a table
 * @param space the numbers that a table gives: the teacher's, or fewer of its own
 * @param storage how tables lie in the student's file
 * @param epochs how often each text is learned from; empty for what suits the student
 * @param batchSize the texts of a step; empty for what suits the student
 * @param learningRate the first learning rate; empty for what suits the student
 * @param seed the seed
 */
public record EmbedPlan(
    Path folder,
    Optional<List<Integer>> layers,
    int width,
    StaticEmbedding.Space space,
    WeightStorage storage,
    OptionalInt epochs,
    OptionalInt batchSize,
    OptionalDouble learningRate,
    long seed) {}
