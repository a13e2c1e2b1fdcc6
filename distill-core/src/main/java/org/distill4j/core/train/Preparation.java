package org.distill4j.core.train;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.core.metric.LabelCheck;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.InputNames;
import org.distill4j.model.Mode;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.program.BatchShape;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.ShapeReader;
import org.distill4j.program.StepSignature;
import org.distill4j.teacher.DataAxes;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/** All checks and preparations before an engine is used. */
final class Preparation {
  private final TrainingPlan plan;

  Preparation(TrainingPlan plan) {
    this.plan = plan;
    requireInputs("the model", plan.model().inputs(), plan.training());
    plan.validation().ifPresent(data -> requireInputs("the model", plan.model().inputs(), data));
    for (int i = 0; i < plan.teachers().size(); i++) {
      requireInputs("teacher " + i, plan.teachers().get(i).inputs(), plan.training());
    }
    plan.validation().ifPresent(this::tryMetrics);
    plan.validation().ifPresent(data -> LabelCheck.require(data, plan.metrics()));
    LabelCheck.require(plan.training(), plan.loss());
  }

  private static void requireInputs(String who, Map<String, TensorSpec> wanted, Dataset data) {
    wanted.forEach(
        (name, spec) -> {
          TensorSpec given = InputNames.find(name, wanted.size(), data.inputs());
          if (!spec.accepts(given)) {
            throw new IllegalArgumentException(
                "The examples are "
                    + given
                    + (wanted.size() > 1 ? " as \"" + name + "\"" : "")
                    + ", and "
                    + who
                    + " takes "
                    + spec
                    + ", expected the same.\n"
                    + "Maybe the data need a reshape, which a FunctionTeacher can do for a"
                    + " teacher.");
          }
        });
  }

  /** Tries each metric on one example, so that an unsuitable one fails before an epoch. */
  private void tryMetrics(Dataset data) {
    Batch one = data.batch(0);
    ShapeReader shapes = new ShapeReader(plan.model(), signature());
    BatchShape shape = shapes.read(new MicroBatch(one, List.of()));
    Recording forward = Recorder.forward(plan.model(), Mode.EVALUATION, shape);
    Predictions student = zeros(shape, forward.outputsPerExample());
    List<Predictions> teachers =
        plan.teachers().stream()
            .map(teacher -> zeros(shape, DataAxes.outputs(teacher, data)))
            .toList();
    for (Metric metric : plan.metrics()) {
      boolean compared = metric.needs() == Metric.Needs.STUDENT_AND_TEACHERS;
      metric.start().add(one, student, compared ? teachers : List.of());
    }
  }

  private static Predictions zeros(BatchShape shape, Map<String, TensorSpec> specs) {
    return Predictions.of(shape.zeros(specs));
  }

  /** Returns the identity of the training, part by part. */
  Map<String, String> identity(LearnerSpec spec) {
    return new PlanIdentity(plan).of(spec, recordAll(spec.signature()));
  }

  private StepSignature signature() {
    List<Map<String, TensorSpec>> teachers =
        plan.teachers().stream()
            .map(teacher -> DataAxes.outputs(teacher, plan.training()))
            .toList();
    return StepSignature.of(plan.training(), teachers);
  }

  LearnerSpec spec() {
    StepSignature signature = signature();
    Recording recording = recordAll(signature);
    plan.groups().trained(recording.parameters());
    new LogitUses(recording.logitUses()).requireTemperatures(plan.teachers(), steps());
    Weights weights = weights(recording);
    return LearnerSpec.of(plan.model(), weights, plan.loss(), signature, plan.optimizer())
        .withClipping(plan.clipping())
        .withGroups(plan.groups())
        .withAverage(plan.average())
        .withSeed(plan.seed());
  }

  /** Records each size that a micro-batch will have, including the short ones at the end. */
  private Recording recordAll(StepSignature signature) {
    int batch = Math.min(plan.batchSize(), plan.training().size());
    int microBatch = Math.min(plan.microBatchSize(), batch);
    int lastBatch = plan.training().size() % batch;
    Recording recording = recordSizes(signature, batch, microBatch, lastBatch);
    recording.requireMicroBatches((batch + microBatch - 1) / microBatch);
    return recording;
  }

  private Recording recordSizes(StepSignature signature, int batch, int microBatch, int lastBatch) {
    return IntStream.of(
            microBatch, batch % microBatch, lastBatch == 0 ? microBatch : lastBatch % microBatch)
        .filter(rows -> rows > 0)
        .distinct()
        .mapToObj(rows -> recorded(signature, rows))
        .toList()
        .get(0);
  }

  /** Records for the lengths of the examples, or for any that fit where each batch has its own. */
  private Recording recorded(StepSignature signature, int rows) {
    Dataset data = plan.training();
    if (data.hasFreeAxes()) {
      return Recorder.step(plan.model(), plan.loss(), signature, rows);
    }
    BatchShape one = new ShapeReader(plan.model()).read(data.batch(0).inputs());
    BatchShape shape = new BatchShape(rows, one.lengths());
    return Recorder.step(plan.model(), plan.loss(), signature, shape);
  }

  private long steps() {
    return (long) BatchOrder.batches(plan.training().size(), plan.batchSize()) * plan.epochs();
  }

  private Weights weights(Recording recording) {
    Weights drawn = recording.initialWeights(plan.seed());
    return plan.initialWeights()
        .map(
            given -> {
              forward().requireWeights(given);
              return drawn.and(given);
            })
        .orElse(drawn);
  }

  /** The names of the model's own weights, without those of the loss. */
  List<String> modelNames() {
    Recording forward = forward();
    return Stream.of(forward.parameters(), forward.states())
        .flatMap(Collection::stream)
        .map(ParameterSpec::name)
        .toList();
  }

  private Recording forward() {
    return Recorder.forward(plan.model(), Mode.EVALUATION, 1);
  }
}
