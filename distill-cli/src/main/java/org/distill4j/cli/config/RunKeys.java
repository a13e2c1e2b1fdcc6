package org.distill4j.cli.config;

import java.util.List;
import java.util.OptionalInt;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.model.Model;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/** The keys of a whole run and its sections. */
public final class RunKeys {
  private RunKeys() {}

  /** How often the examples are gone through. */
  public static final Key EPOCHS =
      Key.of("epochs", ValueTypes.INTEGER, 1, "passes over the examples");

  /** Examples of a step. */
  public static final Key BATCH_SIZE =
      Key.of("batch-size", ValueTypes.INTEGER, 64, "examples of a step");

  /** Examples at once. */
  public static final Key MICRO_BATCH_SIZE =
      Key.free(
          "micro-batch-size",
          ValueTypes.INTEGER,
          "examples at once; below the batch size, gradients add up");

  /** How often examples are taken. */
  public static final Key SAMPLING =
      Key.free("sampling", SamplingKinds.ALL, "how often the examples of each class are taken");

  /** What is done to gradients. */
  public static final Key CLIPPING =
      Key.free("clipping", OptimizerKinds.CLIPPING, "what is done to gradients");

  /** Which parameters are trained otherwise. */
  public static final Key GROUPS =
      Key.free(
          "parameter-groups",
          OptimizerKinds.GROUPS,
          "parameters that are trained otherwise; the first that matches counts");

  /** The average of the weights. */
  public static final Key AVERAGE =
      Key.free(
          "average",
          ValueTypes.NUMBER,
          "the decay of an average of the weights, in [0, 1), which is measured and kept");

  /** When to end early. */
  public static final Key EARLY_STOPPING =
      Key.free(
          "early-stopping",
          ValueTypes.INTEGER,
          "epochs without a better first metric to stop after");

  /** Which weights are kept. */
  public static final Key KEEP =
      Key.free(
          "keep",
          KindGroup.of(
              "choice",
              Kind.constant("last", "The last epoch's weights", TrainingPlan.Keep.LAST),
              Kind.constant("best", "Those of the best first metric", TrainingPlan.Keep.BEST)),
          "which epoch's weights are kept, last or best");

  /** The optimizer. */
  public static final Key OPTIMIZER =
      Key.required("optimizer", OptimizerKinds.ALL, "what takes the steps");

  /** The loss. */
  public static final Key LOSS = Key.required("loss", LossKinds.ALL, "what is made small");

  /** The loss of a teacher's own training. */
  public static final Key TEACHER_LOSS =
      Key.of("loss", LossKinds.ALL, "cross-entropy", "what is made small");

  /** A model. */
  public static final Key MODEL =
      Key.required(
          "model",
          ValueTypes.checked(ModelKinds.ALL, model -> ModelSummary.summarize((Model) model)),
          "the network");

  /** Weights to start from or to teach with. */
  public static final Key WEIGHTS =
      Key.free("weights", ValueTypes.PATH, "a safetensors file with weights to begin with");

  /** A model and how it is trained, without examples. */
  public static final Section TRAINING_CODE =
      Section.of("training code", MODEL, LOSS, OPTIMIZER, CLIPPING, GROUPS);

  /** The examples to learn from. */
  public static final Key TRAIN = Key.required("train", DataKinds.ALL, "examples to learn from");

  /** The examples to measure on. */
  public static final Key VALIDATION =
      Key.free("validation", DataKinds.ALL, "examples to measure on");

  private static final Section TEACHER_TRAINING =
      Section.of(
          "teacher.training",
          OPTIMIZER,
          TEACHER_LOSS,
          EPOCHS,
          BATCH_SIZE,
          MICRO_BATCH_SIZE,
          SAMPLING,
          CLIPPING,
          GROUPS,
          AVERAGE,
          EARLY_STOPPING,
          KEEP);

  /** How a teacher is trained first. */
  public static final Key TRAINING_OF_TEACHER =
      Key.free("training", TEACHER_TRAINING, "how it is trained first, instead of weights");

  /** The file of a teacher's outputs. */
  public static final Key CACHE =
      Key.free(
          "cache",
          CacheKeys.CHECKED,
          "a file that keeps what it says of the examples to learn from; {} takes the defaults");

  /** The network of a teacher. */
  public static final Key TEACHER_MODEL = Key.free("model", MODEL.type(), "the network");

  /** A teacher in an ONNX file. */
  public static final Key ONNX =
      Key.free("onnx", OnnxKeys.TYPE, "a network in an ONNX file, instead of a model");

  private static final Section TEACHER =
      Section.of("teacher", TEACHER_MODEL, ONNX, WEIGHTS, TRAINING_OF_TEACHER, CACHE);

  /**
   * Whether a section's model has weights of its own, as those in files do.
   *
   * @param section the section of a teacher or student
   * @return whether it needs no others
   */
  public static boolean isPretrained(KeyValues section) {
    return ModelKinds.isPretrained(section.get(MODEL).as(Model.class));
  }

  /** When teachers are asked. */
  public static final Key TEACHER_CALLS =
      Key.free(
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
  public static final Key TEACHER_BATCH_SIZE =
      Key.free(
          "teacher-batch-size",
          ValueTypes.INTEGER,
          "examples that a teacher without a cache is asked about at once, where its outputs are"
              + " kept; what 256 MiB hold if left out, and at most 512");

  private static final Section STUDENT = Section.of("student", MODEL, WEIGHTS);

  private static final Section DATA = Section.of("data", TRAIN, VALIDATION);

  private static final Section TRAINING =
      Section.of(
          "training",
          OPTIMIZER,
          LOSS,
          EPOCHS,
          BATCH_SIZE,
          MICRO_BATCH_SIZE,
          SAMPLING,
          CLIPPING,
          GROUPS,
          AVERAGE,
          EARLY_STOPPING,
          KEEP,
          TEACHER_CALLS,
          TEACHER_BATCH_SIZE);

  /** The data. */
  public static final Key DATA_SECTION = Key.required("data", DATA, "where the examples are");

  /** The teacher. */
  public static final Key TEACHER_SECTION =
      Key.free("teacher", TEACHER, "what teaches; left out, the student learns from labels alone");

  /** The student. */
  public static final Key STUDENT_SECTION = Key.required("student", STUDENT, "what learns");

  /** The student's training. */
  public static final Key TRAINING_SECTION = Key.required("training", TRAINING, "how it learns");

  /** The metrics. */
  public static final Key METRICS =
      Key.free(
          "metrics",
          ValueTypes.list(MetricKinds.ALL, metrics -> JavaExpression.array(Metric.class, metrics)),
          "what is measured after each epoch; the first is what \"best\" means");

  /** The checkpoints. */
  public static final Key CHECKPOINTS =
      Key.free(
          "checkpoints", CheckpointKeys.CHECKED, "how trainings are saved, so that they can go on");

  /** The engine. */
  public static final Key BACKEND =
      Key.free("backend", ValueTypes.TEXT, "the engine: java, djl, dl4j or tensorflow");

  /** The device. */
  public static final Key DEVICE =
      Key.of(
          "device",
          ValueTypes.checked(ValueTypes.TEXT, name -> Device.parse((String) name)),
          "cpu",
          "cpu, cuda or cuda:N");

  /** The threads. */
  public static final Key THREADS =
      Key.of(
          "threads",
          ValueTypes.checked(
              ValueTypes.THREADS, count -> new SessionOptions(Device.cpu(), (OptionalInt) count)),
          "1",
          "threads of one operation; auto times the first steps of a training and chooses");

  /** The seed. */
  public static final Key SEED =
      Key.of("seed", ValueTypes.LONG, 0, "seed of first weights, batch order and dropout");

  /** The folder of the results. */
  public static final Key OUTPUT =
      Key.of("output", ValueTypes.PATH, "run", "folder of the results");

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
        OnnxKeys.SECTION,
        TEACHER_TRAINING,
        CacheKeys.SECTION,
        STUDENT,
        TRAINING,
        CheckpointKeys.SECTION);
  }
}
