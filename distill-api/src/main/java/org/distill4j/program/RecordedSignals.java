package org.distill4j.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.loss.LogitUse;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Signals that record the requests of a loss. */
final class RecordedSignals implements Signals {
  private final RecordingBuilder recording;
  private final StepSignature signature;
  private final Outputs student;
  private final List<Outputs> teachers;
  private final Scope scope;
  private final MaskAxes positions;
  private final Map<String, Tensor> checkedLabels = new HashMap<>();

  RecordedSignals(
      RecordingBuilder recording, StepSignature signature, Outputs student, MaskAxes positions) {
    this.recording = recording;
    this.signature = signature;
    this.student = student;
    this.positions = positions;
    this.teachers = new ArrayList<>();
    for (int i = 0; i < signature.teachers().size(); i++) {
      teachers.add(teacher(i));
    }
    this.scope = new RecordedScope(recording, RecordedScope.LOSS);
  }

  private Outputs teacher(int index) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    signature
        .teachers()
        .get(index)
        .forEach(
            (name, spec) ->
                outputs.put(name, recording.feed(new Feed.TeacherOutput(index, name), spec)));
    return Outputs.of(outputs);
  }

  @Override
  public Outputs student() {
    return student;
  }

  @Override
  public Tensor input(String name) {
    Tensor input = recording.inputs.get(name);
    if (input == null) {
      throw new IllegalArgumentException(
          "The loss asked for the student's input \""
              + name
              + "\", expected one of "
              + recording.inputs.keySet()
              + ".\nMaybe the model names it otherwise.");
    }
    return input;
  }

  @Override
  public Tensor tap(String path) {
    Tensor value = recording.taps.get(path);
    if (value == null) {
      throw new IllegalArgumentException(
          "The loss asked for the student's intermediate value \""
              + path
              + "\", expected one of "
              + recording.taps.keySet()
              + ".\nMaybe its layer has another name, or is not run through its scope.");
    }
    return value;
  }

  @Override
  public void declare(LogitUse use) {
    recording.logitUses.add(use);
  }

  @Override
  public void requireWholeBatch(String name) {
    recording.wholeBatch.add(name);
  }

  @Override
  public List<Outputs> teachers() {
    return List.copyOf(teachers);
  }

  @Override
  public Tensor classLabels(String name, int classes) {
    TensorSpec spec = labelSpec(name);
    if (spec.type() != DType.INT32) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" are "
              + spec
              + " for each example, expected INT32 classes.\n"
              + "Maybe several labels may hold at once, for which SigmoidDistillationLoss is,"
              + " or convert them when the data are read.");
    }
    return checked(name, new Feed.ClassLabels(name, classes));
  }

  @Override
  public Tensor binaryLabels(String name) {
    return labelSpec(name).type() == DType.INT32
        ? classLabels(name, 2).toFloat()
        : checked(name, new Feed.BinaryLabels(name));
  }

  private Tensor checked(String name, Feed.Source source) {
    Tensor labels = recording.feed(source, labelSpec(name));
    checkedLabels.put(name, labels);
    return labels;
  }

  @Override
  public Tensor labels(String name) {
    Tensor known = checkedLabels.get(name);
    return known != null ? known : recording.feed(new Feed.Labels(name), labelSpec(name));
  }

  private TensorSpec labelSpec(String name) {
    TensorSpec spec = signature.labels().get(name);
    if (spec == null) {
      throw new IllegalArgumentException(
          "The loss asked for labels \""
              + name
              + "\", expected one of "
              + signature.labels().keySet()
              + ".\nMaybe the data set has no labels, or they have another name.");
    }
    return spec;
  }

  @Override
  public Tensor scheduled(Schedule schedule) {
    return recording.scalar(new ScalarSource.Scheduled(schedule));
  }

  @Override
  public Tensor meanOverBatch(Tensor perExample) {
    requirePerExample(perExample);
    return mean(perExample, Weighting.none());
  }

  @Override
  public Tensor mean(Tensor values, Weighting weighting) {
    requireBatch(values);
    Weighting unpadded = withoutPadding(values.shape(), weighting);
    return PositionWeights.sum(values, unpadded, this::labelsOrInput).div(divisor(unpadded));
  }

  /** Padding counts nowhere, unless the values have no axis of positions. */
  private Weighting withoutPadding(Shape values, Weighting weighting) {
    return paddingOf(values)
        .map(Weighting::by)
        .filter(by -> !weighting.factors().containsAll(by.factors()))
        .map(weighting::times)
        .orElse(weighting);
  }

  @Override
  public Optional<Tensor> mask(Tensor values) {
    return paddingOf(values.shape()).map(name -> labelsOrInput(name).toFloat());
  }

  /** Returns the name of the padding mask, if the first axes of some values match its own. */
  private Optional<String> paddingOf(Shape values) {
    return signature
        .padding()
        .filter(this::hasPositions)
        .filter(
            name -> positions.agree(PositionWeights.isPrefix(labelsOrInput(name).shape(), values)));
  }

  /** Whether the mask has axes of this step: a model need not take the inputs that have them. */
  private boolean hasPositions(String mask) {
    TensorSpec spec = signature.inputs().get(mask);
    return spec == null || recording.shape.lengths().keySet().containsAll(spec.shape().freeAxes());
  }

  private Tensor labelsOrInput(String name) {
    if (signature.labels().containsKey(name)) {
      return labels(name);
    } else if (recording.inputs.containsKey(name)) {
      return input(name);
    }
    TensorSpec spec = signature.inputs().get(name);
    return spec == null
        ? labels(name)
        : recording.feed(new Feed.Input(name, signature.inputs().size()), spec);
  }

  private void requireBatch(Tensor values) {
    if (values.shape().rank() == 0 || values.shape().dim(0) != recording.shape.examples()) {
      throw new IllegalArgumentException(
          "A mean over the batch was asked of shape "
              + values.shape()
              + ", expected the batch of "
              + recording.shape.examples()
              + " on axis 0.\nMaybe it is a mean already.");
    }
  }

  private Tensor divisor(Weighting weighting) {
    return recording.scalar(
        weighting.factors().isEmpty()
            ? new ScalarSource.Rows()
            : new ScalarSource.TotalWeight(weighting));
  }

  private void requirePerExample(Tensor perExample) {
    if (!perExample.shape().equals(Shape.of(recording.shape.examples()))) {
      throw new IllegalArgumentException(
          "A mean over the batch was asked of shape "
              + perExample.shape()
              + ", expected one number for each example, ("
              + recording.shape.examples()
              + ").\nMaybe sum over the classes first.");
    }
  }

  @Override
  public Scope scope() {
    return scope;
  }
}
