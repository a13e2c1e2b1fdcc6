package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;


import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.MethodReference;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.recipe.DistillationRecipe;
import org.distill4j.core.recipe.Recipes;

/** Settings of a distillation that go well together. */
final class RecipeKinds {
  private RecipeKinds() {}

  static final KindGroup<DistillationRecipe> ALL =
      KindGroup.of(
          "recipe",
          kind(
              "patient",
              "A long training along a cosine (Beyer et al. 2022), T = 1, alpha = 0.9",
              Recipes::patient),
          kind("brief", "A short training, T = 4, alpha = 0.5", Recipes::brief),
          kind(
              "fine-tuning",
              "A gentle training of a student that has weights (Sanh et al. 2019)",
              Recipes::fineTuning));

  private static Kind<DistillationRecipe> kind(
      String name, String doc, MethodReference.Zero<DistillationRecipe> method) {
    return Kind.of(
        name,
        doc,
        call(method)
            .with(
                DistillationRecipe::withTemperature, free("temperature", NUMBER, "T, above 0"))
            .with(
                DistillationRecipe::withAlpha,
                free("alpha", NUMBER, "the weight of the soft term, in [0, 1]"))
            .with(
                DistillationRecipe::withLearningRate,
                free("learning-rate", NUMBER, "the learning rate at its highest"))
            .with(
                DistillationRecipe::withEpochs,
                free("epochs", ValueTypes.INTEGER, "passes over the examples"))
            .with(
                DistillationRecipe::withBatchSize,
                free("batch-size", ValueTypes.INTEGER, "examples of a step")));
  }
}
