package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** The distillation objective, against its closed form. */
final class ObjectiveRules {
  private static final Progress START = new Progress(0, 10);
  private static final HostTensor STUDENT = SeededValues.between(-3, 3, 71, 6, 7);
  private static final HostTensor TEACHER = SeededValues.between(-5, 5, 72, 6, 7);
  private static final HostTensor LABELS = SeededValues.ints(0, 7, 73, 6);

  private ObjectiveRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("OBJ-01", "value and terms are those of the closed form", usual(false)),
        new Rule("OBJ-02", "the gradient is that of the closed form", usual(true)),
        new Rule("OBJ-03", "so they are from T = 0.05 to T = 100", temperatures()),
        new Rule("OBJ-04", "so they are for logits up to ±10000", greatLogits()),
        new Rule("OBJ-05", "so they are for few classes, one row and unlabelled rows", smallest()),
        Rule.of("OBJ-06", "without any label the hard term is 0", ObjectiveRules::unlabelled),
        Rule.of(
            "OBJ-07", "a student that equals its teacher has no soft loss", ObjectiveRules::equal),
        Rule.of("OBJ-08", "shifting all logits of a row changes nothing", ObjectiveRules::shifted),
        Rule.of("OBJ-09", "no gradient passes through a teacher", TeacherGradient::check),
        Rule.of("OBJ-10", "T and α may change from step to step", ObjectiveRules::scheduled));
  }

  private static List<Rule.Case> usual(boolean gradient) {
    List<Rule.Case> cases = new ArrayList<>();
    for (double temperature : new double[] {1, 4}) {
      for (double alpha : new double[] {0, 0.3, 1}) {
        ClosedForm form = new ClosedForm(STUDENT, TEACHER, LABELS, temperature, alpha);
        RuleCheck check = gradient ? s -> gradient(s, form) : s -> terms(s, form);
        cases.add(new Rule.Case("T = " + temperature + ", α = " + alpha, check));
      }
    }
    return cases;
  }

  private static List<Rule.Case> temperatures() {
    return DoubleStream.of(0.05, 0.5, 20, 100)
        .mapToObj(t -> both("T = " + t, new ClosedForm(STUDENT, TEACHER, LABELS, t, 0.7)))
        .toList();
  }

  private static List<Rule.Case> greatLogits() {
    HostTensor student = SeededValues.between(-1e4, 1e4, 74, 6, 7);
    HostTensor teacher = SeededValues.between(-1e4, 1e4, 75, 6, 7);
    return List.of(
        both("the student's", new ClosedForm(student, TEACHER, LABELS, 1, 0.5)),
        both("the teacher's", new ClosedForm(STUDENT, teacher, LABELS, 1, 0.5)),
        both("both", new ClosedForm(student, teacher, LABELS, 1, 0.5)),
        both("both, T = 100", new ClosedForm(student, teacher, LABELS, 100, 0.5)),
        both("both, T = 0.05", new ClosedForm(student, teacher, LABELS, 0.05, 0.5)));
  }

  private static List<Rule.Case> smallest() {
    HostTensor some = HostTensor.ofInts(Shape.of(6), -1, 3, -1, 0, 6, -1);
    HostTensor two = SeededValues.floats(76, 5, 2);
    HostTensor bits = HostTensor.ofInts(Shape.of(5), 0, 1, 1, -1, 0);
    return List.of(
        both("two classes", new ClosedForm(two, SeededValues.floats(77, 5, 2), bits, 3, 0.6)),
        both("one row", oneRow(STUDENT, LABELS)),
        both("one row without a label", oneRow(STUDENT, HostTensor.ofInts(Shape.of(1), -1))),
        both("some rows unlabelled", new ClosedForm(STUDENT, TEACHER, some, 4, 0.4)));
  }

  private static ClosedForm oneRow(HostTensor student, HostTensor labels) {
    return new ClosedForm(student.rows(0, 1), TEACHER.rows(0, 1), labels.rows(0, 1), 2, 0.5);
  }

  private static Rule.Case both(String name, ClosedForm form) {
    return new Rule.Case(
        name,
        subject -> {
          terms(subject, form);
          gradient(subject, form);
        });
  }

  private static StepGradients observe(BackendUnderTest subject, ClosedForm form) {
    DistillationLoss loss = DistillationLoss.of(form.temperature(), form.alpha());
    LearnerSpec spec = FreeLogits.spec(form.student(), loss, Sgd.of(1));
    StepInput step = FreeLogits.step(form.teacher(), form.labels(), START);
    return subject.session().gradients(spec, step);
  }

  private static void terms(BackendUnderTest subject, ClosedForm form) {
    Tolerance tolerance = Tolerances.objective(form.temperature());
    Closeness.requireTerms(observe(subject, form).terms(), form.terms(), tolerance);
  }

  private static void gradient(BackendUnderTest subject, ClosedForm form) {
    Map<String, double[]> expected = Map.of(FreeLogits.LOGITS, form.gradient());
    Tolerance tolerance = Tolerances.objectiveGradient(form.temperature());
    Closeness.requireGradients(observe(subject, form).gradients(), expected, tolerance);
  }

  private static void unlabelled(BackendUnderTest subject) {
    HostTensor none = HostTensor.ofInts(Shape.of(6), -1, -1, -1, -1, -1, -1);
    ClosedForm form = new ClosedForm(STUDENT, TEACHER, none, 4, 0.5);
    terms(subject, form);
    gradient(subject, form);
    Closeness.require(
        "hard term",
        new double[] {observe(subject, form).terms().getOrDefault("hard", Double.NaN)},
        new double[] {0},
        Tolerances.EXACT);
  }

  private static void equal(BackendUnderTest subject) {
    ClosedForm form = new ClosedForm(TEACHER, TEACHER, LABELS, 3, 1);
    StepGradients observed = observe(subject, form);
    Closeness.require(
        "soft term",
        new double[] {observed.terms().getOrDefault("soft", Double.NaN)},
        new double[] {0},
        Tolerances.objective(3));
    gradient(subject, form);
  }

  private static void shifted(BackendUnderTest subject) {
    HostTensor higher = shifted(STUDENT, 64);
    HostTensor lower = shifted(TEACHER, -64);
    StepGradients there = observe(subject, new ClosedForm(higher, lower, LABELS, 2, 0.5));
    ClosedForm here = new ClosedForm(STUDENT, TEACHER, LABELS, 2, 0.5);
    Closeness.requireTerms(there.terms(), here.terms(), Tolerances.SHIFTED);
    Closeness.requireGradients(
        there.gradients(), Map.of(FreeLogits.LOGITS, here.gradient()), Tolerances.SHIFTED);
  }

  private static HostTensor shifted(HostTensor logits, float by) {
    float[] values = logits.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] += by;
    }
    return HostTensor.ofFloats(logits.shape(), values);
  }

  /** With a learning rate of 0 the logits stay, and only T and α change. */
  private static void scheduled(BackendUnderTest subject) {
    Schedule temperature = Schedule.linear(1, 5);
    Schedule alpha = Schedule.cosine(1, 0);
    LearnerSpec spec = FreeLogits.spec(STUDENT, DistillationLoss.of(temperature, alpha), Sgd.of(0));
    try (Learner learner = subject.session().learner(spec)) {
      for (int i = 0; i < 10; i++) {
        Progress now = new Progress(i, 10);
        double t = temperature.at(now);
        Map<String, Double> terms = learner.step(FreeLogits.step(TEACHER, LABELS, now)).asMap();
        ClosedForm form = new ClosedForm(STUDENT, TEACHER, LABELS, t, alpha.at(now));
        Closeness.requireTerms(terms, form.terms(), Tolerances.objective(t));
      }
    }
  }
}
