package org.distill4j.cli.kind;

import java.util.List;
import org.distill4j.cli.yaml.Node;
import org.distill4j.core.cache.Encoding;
import org.distill4j.core.data.Augmentation;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterGroup;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.text.Tokenizer;
import org.distill4j.text.Tokenizers;
import org.distill4j.train.Metric;

/** The groups of kinds in a configuration, to all of which a {@link KindProvider} may add. */
public final class KindGroups {
  private KindGroups() {}

  /** Data sets, which are read when they are needed. */
  public static final KindGroup<Dataset> DATA = KindGroup.<Dataset>open("data set").later();

  /** Files that hold tables, of which the kinds of data that take texts or columns choose. */
  public static final KindGroup<TableFormat<?>> TABLES = KindGroup.open("table format");

  /** Tokenizers, which are read when they are needed; a path alone means a file or folder. */
  public static final KindGroup<Tokenizer> TOKENIZERS =
      KindGroup.<Tokenizer>open("tokenizer")
          .later()
          .or(
              ValueTypes.written(
                  ValueTypes.mapped(
                      ValueTypes.PATH, path -> Expression.call(Tokenizers::open, path)),
                  node -> node instanceof Node.Text));

  /** Models. */
  public static final KindGroup<Model> MODELS = KindGroup.open("model");

  /** Layers; a list of them means one after the other. */
  public static final KindGroup<Layer> LAYERS = KindGroup.<Layer>open("layer").or(new LayerList());

  /** Initial values of weights. */
  public static final KindGroup<Initializer> INITIALIZERS = KindGroup.open("initializer");

  /** Teachers that are no models, each of which is a key of the teacher's section. */
  public static final KindGroup<Teacher> TEACHERS = KindGroup.<Teacher>open("teacher").later();

  /** Losses; a list of them means their weighted sum. */
  public static final KindGroup<Loss> LOSSES = KindGroup.<Loss>open("loss").or(new LossList());

  /** Numbers that may change from step to step; a number alone is constant. */
  public static final KindGroup<Schedule> SCHEDULES =
      KindGroup.<Schedule>open("schedule")
          .or(
              ValueTypes.written(
                  ValueTypes.mapped(
                      ValueTypes.NUMBER, value -> Expression.call(Schedule::constant, value)),
                  node -> node instanceof Node.Text text && text.value().matches("[-+.\\d].*")));

  /** Optimizers. */
  public static final KindGroup<Optimizer> OPTIMIZERS = KindGroup.open("optimizer");

  /** What is done to gradients. */
  public static final KindGroup<Clipping> CLIPPING = KindGroup.open("clipping");

  /** Parameters that are trained otherwise. */
  public static final KindGroup<ParameterGroup> PARAMETER_GROUPS =
      KindGroup.open("parameter group");

  /** How the outputs of a teacher are stored. */
  public static final KindGroup<Encoding> ENCODINGS = KindGroup.open("encoding");

  /** How often the examples of each class are taken. */
  public static final KindGroup<Sampling> SAMPLING = KindGroup.open("sampling");

  private static final KindGroup<Augmentation> AUGMENTATION = KindGroup.open("augmentation");

  /** Random changes of examples; a list of them means one after the other. */
  public static final KindGroup<Augmentation> AUGMENTATIONS =
      AUGMENTATION.or(
          ValueTypes.written(
              ValueTypes.some("augmentations", "{noise: 0.1}", AUGMENTATION, KindGroups::inOrder),
              node -> node instanceof Node.Items));

  private static Expression<Augmentation> inOrder(List<Expression<Augmentation>> changes) {
    return changes.stream()
        .reduce((first, next) -> first.then(Augmentation::then, next))
        .orElseThrow();
  }

  /** What is measured. */
  public static final KindGroup<Metric> METRICS = KindGroup.open("metric");

  /** {@return all groups} */
  public static List<KindGroup<?>> all() {
    return List.of(
        DATA,
        TABLES,
        TOKENIZERS,
        MODELS,
        LAYERS,
        INITIALIZERS,
        TEACHERS,
        LOSSES,
        SCHEDULES,
        OPTIMIZERS,
        CLIPPING,
        PARAMETER_GROUPS,
        ENCODINGS,
        SAMPLING,
        AUGMENTATIONS,
        METRICS);
  }
}
