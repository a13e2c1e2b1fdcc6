package org.distill4j.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.loss.Signals;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Signals that write down what they are asked for. */
final class RecordedSignals implements Signals {
  private final RecordingBuilder recording;
  private final StepSignature signature;
  private final Outputs student;
  private final List<Outputs> teachers;
  private final Scope scope;
  private final Map<String, Tensor> classLabels = new HashMap<>();

  RecordedSignals(RecordingBuilder recording, StepSignature signature, Outputs student) {
    this.recording = recording;
    this.signature = signature;
    this.student = student;
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
    requireClass(name, spec);
    Tensor labels = recording.feed(new Feed.ClassLabels(name, classes), spec);
    classLabels.put(name, labels);
    return labels;
  }

  private static void requireClass(String name, TensorSpec spec) {
    if (!spec.equals(new TensorSpec(DType.INT32, Shape.scalar()))) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" are "
              + spec
              + " for each example, expected one INT32 class.\n"
              + "Maybe take the argmax of one-hot labels when the data are read.");
    }
  }

  @Override
  public Tensor labels(String name) {
    Tensor known = classLabels.get(name);
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
    return perExample.sum().div(recording.scalar(new ScalarSource.Rows()));
  }

  @Override
  public Tensor meanOverLabelled(String name, Tensor perExample) {
    requirePerExample(perExample);
    requireClass(name, labelSpec(name));
    Tensor labelled = labels(name).toFloat().greaterOrEqual(Tensor.of(0));
    return labelled
        .where(perExample, Tensor.of(0))
        .sum()
        .div(recording.scalar(new ScalarSource.LabelledRows(name)));
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
