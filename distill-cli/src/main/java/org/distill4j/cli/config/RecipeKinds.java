package org.distill4j.cli.config;

import org.distill4j.cli.kind.Key;
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
    return Kind.of(name, doc, method)
        .with(
            Key.free("temperature", ValueTypes.NUMBER, "T, above 0"),
            DistillationRecipe::withTemperature)
        .with(
            Key.free("alpha", ValueTypes.NUMBER, "the weight of the soft term, in [0, 1]"),
            DistillationRecipe::withAlpha)
        .with(
            Key.free("learning-rate", ValueTypes.NUMBER, "the learning rate at its highest"),
            DistillationRecipe::withLearningRate)
        .with(
            Key.free("epochs", ValueTypes.INTEGER, "passes over the examples"),
            DistillationRecipe::withEpochs)
        .with(
            Key.free("batch-size", ValueTypes.INTEGER, "examples of a step"),
            DistillationRecipe::withBatchSize);
  }
}
