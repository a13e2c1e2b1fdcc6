package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.LONG;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;
import static org.distill4j.cli.kind.ValueTypes.PATH;
import static org.distill4j.cli.kind.ValueTypes.TEXT;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.Sampling;
import org.distill4j.cli.kind.Section;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.data.Augmentation;
import org.distill4j.core.recipe.DistillationRecipe;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterGroups;
import org.distill4j.optim.WeightAverage;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/** The keys of a whole run and its sections. */
public final class RunKeys {
  private RunKeys() {}

  /** How often the examples are gone through. */
  public static final Key<Integer> EPOCHS =
      Key.of("epochs", INTEGER, 1, "passes over the examples");

  /** Examples of a step. */
  public static final Key<Integer> BATCH_SIZE =
      Key.of("batch-size", INTEGER, 64, "examples of a step");

  /** Examples at once. */
  public static final Key<Integer> MICRO_BATCH_SIZE =
      free("micro-batch-size", INTEGER, "examples at once; below the batch size, gradients add up");

  /** How often examples are taken. */
  public static final Key<Sampling> SAMPLING =
      free("sampling", KindGroups.SAMPLING, "how often the examples of each class are taken");

  /** How examples are changed at random. */
  public static final Key<Augmentation> AUGMENTATION =
      free(
          "augmentation",
          KindGroups.AUGMENTATIONS,
          "random changes of the examples, otherwise in each epoch; teachers see the changed ones");

  /** How many changed copies there are of each example. */
  public static final Key<Integer> COPIES =
      free(
          "augmented-copies",
          INTEGER,
          "changed copies of each example, which are the same in each epoch, so that a teacher is"
              + " asked about each once; in a recipe, epochs count them all as passes");

  /** What is done to gradients. */
  public static final Key<Clipping> CLIPPING =
      free("clipping", KindGroups.CLIPPING, "what is done to gradients");

  /** Which parameters are trained otherwise. */
  public static final Key<ParameterGroups> GROUPS =
      free(
          "parameter-groups",
          OptimizerKinds.GROUPS,
          "parameters that are trained otherwise; the first that matches counts");

  /** The average of the weights. */
  public static final Key<WeightAverage> AVERAGE =
      free(
          "average",
          ValueTypes.mapped(NUMBER, decay -> call(WeightAverage::new, decay)),
          "the decay of an average of the weights, in [0, 1), which is measured and kept");

  /** When to end early. */
  public static final Key<EarlyStopping> EARLY_STOPPING =
      free(
          "early-stopping",
          ValueTypes.mapped(INTEGER, epochs -> call(EarlyStopping::new, epochs)),
          "epochs without a better first metric to stop after");

  /** Which weights are kept. */
  public static final Key<TrainingPlan.Keep> KEEP =
      free(
          "keep",
          KindGroup.of(
              "choice",
              Kind.constant("last", "The last epoch's weights", TrainingPlan.Keep.LAST),
              Kind.constant("best", "Those of the best first metric", TrainingPlan.Keep.BEST)),
          "which epoch's weights are kept, last or best");

  /** The optimizer. */
  public static final Key<Optimizer> OPTIMIZER =
      required("optimizer", KindGroups.OPTIMIZERS, "what takes the steps");

  /** The loss. */
  public static final Key<Loss> LOSS = required("loss", KindGroups.LOSSES, "what is made small");

  /** The optimizer of a student's training, which a recipe has of its own. */
  private static final Key<Optimizer> STUDENT_OPTIMIZER =
      Key.free(OPTIMIZER.name(), OPTIMIZER.type(), OPTIMIZER.doc() + "; required without a recipe");

  /** The loss of a student's training, which a recipe has of its own. */
  private static final Key<Loss> STUDENT_LOSS =
      Key.free(LOSS.name(), LOSS.type(), LOSS.doc() + "; required without a recipe");

  /** Settings that go well together. */
  public static final Key<DistillationRecipe> RECIPE =
      Key.free(
          "recipe",
          RecipeKinds.ALL,
          "settings that go well together, in place of optimizer, loss, average, epochs and"
              + " batch-size");

  /** The loss of a teacher's own training. */
  public static final Key<Loss> TEACHER_LOSS =
      Key.of("loss", KindGroups.LOSSES, "cross-entropy", "what is made small");

  /** A model. */
  public static final Key<Model> MODEL =
      required(
          "model", ValueTypes.checked(KindGroups.MODELS, ModelSummary::summarize), "the network");

  /** Weights to start from or to teach with. */
  public static final Key<Path> WEIGHTS =
      free("weights", PATH, "a safetensors file with weights to begin with");

  /** A model and how it is trained, without examples. */
  public static final Section TRAINING_CODE =
      Section.of("training code", MODEL, LOSS, OPTIMIZER, CLIPPING, GROUPS);

  /** The examples to learn from. */
  public static final Key<Dataset> TRAIN =
      required("train", KindGroups.DATA, "examples to learn from");

  /** The examples to measure on. */
  public static final Key<Dataset> VALIDATION =
      free("validation", KindGroups.DATA, "examples to measure on");

  /** The examples of a teacher's own training. */
  public static final Key<Dataset> TEACHER_DATA =
      free(
          "data", KindGroups.DATA, "examples that it learns from, in place of those of data.train");

  private static final Section TEACHER_TRAINING =
      Section.of(
          "teacher.training",
          TEACHER_DATA,
          OPTIMIZER,
          TEACHER_LOSS,
          EPOCHS,
          BATCH_SIZE,
          MICRO_BATCH_SIZE,
          SAMPLING,
          AUGMENTATION,
          COPIES,
          CLIPPING,
          GROUPS,
          AVERAGE,
          EARLY_STOPPING,
          KEEP);

  /** How a teacher is trained first. */
  public static final Key<KeyValues> TRAINING_OF_TEACHER =
      free("training", TEACHER_TRAINING, "how it is trained first, instead of weights");

  /** The file of a teacher's outputs. */
  public static final Key<KeyValues> CACHE =
      free(
          "cache",
          CacheKeys.CHECKED,
          "a file that keeps what it says of the examples to learn from; {} takes the defaults");

  /** The network of a teacher. */
  public static final Key<Model> TEACHER_MODEL = free("model", MODEL.type(), "the network");

  private static final Section TEACHER = Section.later("teacher", RunKeys::teacher);

  private static List<Key<?>> teacher() {
    List<Key<?>> keys = new ArrayList<>(List.of(TEACHER_MODEL));
    keys.addAll(teachers());
    keys.addAll(List.of(WEIGHTS, TRAINING_OF_TEACHER, CACHE));
    return keys;
  }

  /** {@return a key for each kind of teacher that is no model} */
  public static List<Key<? extends Teacher>> teachers() {
    return KindGroups.TEACHERS.kinds().values().stream()
        .<Key<? extends Teacher>>map(RunKeys::teacher)
        .toList();
  }

  private static <T extends Teacher> Key<T> teacher(Kind<T> kind) {
    return free(kind.name(), kind, kind.doc() + ", instead of a model");
  }

  /**
   * Whether a section's model has weights of its own, as those in files do.
   *
   * @param section the section of a teacher or student
   * @return whether it needs no others
   */
  public static boolean isPretrained(KeyValues section) {
    return ModelKinds.isPretrained(section.value(MODEL));
  }

  /** When teachers are asked. */
  public static final Key<TrainingPlan.TeacherCalls> TEACHER_CALLS =
      free(
          "teacher-calls",
          KindGroup.of(
              "choice",
              Kind.constant(
                  "automatic",
                  "Once, and kept in memory, if there is room",
                  TrainingPlan.TeacherCalls.AUTOMATIC),
              Kind.constant("once", "Once, and kept in memory", TrainingPlan.TeacherCalls.ONCE),
              Kind.constant("each-step", "At each step", TrainingPlan.TeacherCalls.EACH_STEP)),
          "when a teacher without a cache is asked: automatic, once or each-step");

  /** How many examples a teacher is asked about at once. */
  public static final Key<Integer> TEACHER_BATCH_SIZE =
      free(
          "teacher-batch-size",
          INTEGER,
          "examples that a teacher without a cache is asked about at once, where its outputs are"
              + " cached; what 256 MiB hold if left out, and at most 512");

  private static final Section STUDENT = Section.of("student", MODEL, WEIGHTS);

  private static final Section DATA = Section.of("data", TRAIN, VALIDATION);

  private static final Section TRAINING =
      Section.of(
          "training",
          RECIPE,
          STUDENT_OPTIMIZER,
          STUDENT_LOSS,
          EPOCHS,
          BATCH_SIZE,
          MICRO_BATCH_SIZE,
          SAMPLING,
          AUGMENTATION,
          COPIES,
          CLIPPING,
          GROUPS,
          AVERAGE,
          EARLY_STOPPING,
          KEEP,
          TEACHER_CALLS,
          TEACHER_BATCH_SIZE);

  /** The data. */
  public static final Key<KeyValues> DATA_SECTION =
      required("data", DATA, "where the examples are");

  /** The teacher. */
  public static final Key<KeyValues> TEACHER_SECTION =
      free("teacher", TEACHER, "what teaches; left out, the student learns from labels alone");

  /** The student. */
  public static final Key<KeyValues> STUDENT_SECTION = required("student", STUDENT, "what learns");

  /** The student's training. */
  public static final Key<KeyValues> TRAINING_SECTION =
      required("training", TRAINING, "how it learns");

  /** The metrics. */
  public static final Key<List<Expression<Metric>>> METRICS =
      free(
          "metrics",
          ValueTypes.list(KindGroups.METRICS),
          "what is measured after each epoch; the first is what \"best\" means");

  /** The checkpoints. */
  public static final Key<KeyValues> CHECKPOINTS =
      free("checkpoints", CheckpointKeys.CHECKED, "how trainings are saved, to resume them");

  /** The engine. */
  public static final Key<String> BACKEND =
      free("backend", TEXT, "the engine: java, djl, dl4j or tensorflow");

  /** The device. */
  public static final Key<String> DEVICE =
      Key.of("device", ValueTypes.checked(TEXT, Device::parse), "cpu", "cpu, cuda or cuda:N");

  /** The threads. */
  public static final Key<OptionalInt> THREADS =
      Key.of(
          "threads",
          ValueTypes.checked(ValueTypes.THREADS, count -> new SessionOptions(Device.cpu(), count)),
          "1",
          "threads of one operation; auto times the first steps of a training and chooses");

  /** The seed. */
  public static final Key<Long> SEED =
      Key.of("seed", LONG, 0, "seed of initial weights, batch order and dropout");

  /** The folder of the results. */
  public static final Key<Path> OUTPUT = Key.of("output", PATH, "run", "folder of the results");

  /** All of it. */
  public static final Section RUN =
      Section.of(
          "a run",
          DATA_SECTION,
          TEACHER_SECTION,
          STUDENT_SECTION,
          TRAINING_SECTION,
          METRICS,
          CHECKPOINTS,
          SEED,
          BACKEND,
          DEVICE,
          THREADS,
          OUTPUT);

  static List<Section> sections() {
    return List.of(
        RUN,
        DATA,
        ColumnKeys.SECTION,
        TEACHER,
        TEACHER_TRAINING,
        CacheKeys.SECTION,
        STUDENT,
        TRAINING,
        CheckpointKeys.SECTION);
  }
}
