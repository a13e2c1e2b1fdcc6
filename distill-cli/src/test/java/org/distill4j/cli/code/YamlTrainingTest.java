package org.distill4j.cli.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.ParameterGroups;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A training in the words of a configuration")
class YamlTrainingTest {
  private static final String TEXT =
      """
      model:
        layers:
          input: [4]
          layers:
            - dense: {in: 4, out: 6}
            - relu
            - dense: {in: 6, out: 3}
      loss: {distillation: {temperature: 4, alpha: 0.9}}
      optimizer: {adam: 0.001}
      """;

  @Test
  @DisplayName("is sent as a recipe, and is the same on the other side")
  void sent() {
    Recipe recipe = Recipe.of(new YamlTraining(TEXT));
    TrainingCode code = Recipe.parse(recipe.text()).code(TrainingCode.class);
    assertThat(code).isEqualTo(new YamlTraining(TEXT));
    assertThat(ModelSummary.summarize(code.model()).toString()).contains("dense2");
    assertThat(code.loss()).isEqualTo(DistillationLoss.of(4, 0.9));
    assertThat(code.optimizer()).isEqualTo(Adam.of(0.001));
    assertThat(code.clipping()).isEqualTo(Clipping.none());
    assertThat(code.groups()).isEqualTo(ParameterGroups.none());
  }

  @Test
  @DisplayName("may clip gradients and train parameters otherwise")
  void more() {
    YamlTraining code =
        new YamlTraining(
            TEXT
                + """
                clipping: {norm: 1}
                parameter-groups:
                  - trained: {parameters: "**.bias", weight-decay: none}
                """);
    assertThat(code.clipping()).isEqualTo(Clipping.byNorm(1));
    assertThat(code.groups().groups()).hasSize(1);
  }

  @Test
  @DisplayName("is refused with all that is wrong in it")
  void refused() {
    assertThatThrownBy(() -> new YamlTraining(TEXT.replace("distillation", "distilation")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("distilation")
        .hasMessageContaining("distillation was meant");
    assertThatThrownBy(() -> new YamlTraining("model: {mlp: [4, 3]}"))
        .hasMessageContaining("loss")
        .hasMessageContaining("optimizer");
  }
}
