package org.distill4j.cli.code;

import java.util.Optional;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.ConfigLocation;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.yaml.Problems;
import org.distill4j.cli.yaml.YamlReader;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterGroups;

/**
 * A student and its training from a configuration file, so that no class is needed:
 *
 * <pre>
 * model: {mlp: [784, 128, 10]}
 * loss: {distillation: {temperature: 4, alpha: 0.9}}
 * optimizer: {adam: 0.001}
 * </pre>
 *
 * <p>{@code clipping} and {@code parameter-groups} may follow; {@code distill config --keys} lists
 * all there is.
 *
 * @param text the configuration
 */
public record YamlTraining(String text) implements TrainingCode {
  private static final String NAME = "the training";

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if anything in it is wrong; the message lists everything, each
   *     with its line
   */
  public YamlTraining {
    read(text);
  }

  private static KeyValues read(String text) {
    Problems problems = new Problems(NAME);
    ConfigLocation root = new ConfigLocation("", 1, problems);
    Optional<Expression<KeyValues>> values =
        RunKeys.TRAINING_CODE.read(YamlReader.read(NAME, text), root);
    problems.requireNone();
    return values.orElseThrow().value();
  }

  @Override
  public Model model() {
    return read(text).value(RunKeys.MODEL);
  }

  @Override
  public Loss loss() {
    return read(text).value(RunKeys.LOSS);
  }

  @Override
  public Optimizer optimizer() {
    return read(text).value(RunKeys.OPTIMIZER);
  }

  @Override
  public Clipping clipping() {
    return read(text).findValue(RunKeys.CLIPPING).orElseGet(Clipping::none);
  }

  @Override
  public ParameterGroups groups() {
    return read(text).findValue(RunKeys.GROUPS).orElseGet(ParameterGroups::none);
  }
}
