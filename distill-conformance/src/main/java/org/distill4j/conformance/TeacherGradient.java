package org.distill4j.conformance;

import java.util.List;
import java.util.Map;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.core.layer.Dense;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.LearnerSpec;

/** A teacher within the student: one head learns from another, which must not learn from it. */
final class TeacherGradient {
  private static final String TEACHING = "teaching";

  private TeacherGradient() {}

  private record TwoHeads() implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return Shape.of(4);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Tensor trunk = scope.run("trunk", Dense.of(4, 5), input).tanh();
      Tensor student = scope.run("student", Dense.of(5, 3), trunk);
      return Outputs.logits(student).with(TEACHING, scope.run("teacher", Dense.of(5, 3), trunk));
    }
  }

  private static final Loss FROM_OWN_HEAD =
      signals -> {
        Tensor wanted = signals.student().get(TEACHING).stopGradient().logSoftmax(1);
        Tensor given = signals.student().logits().logSoftmax(1);
        Tensor divergence = wanted.exp().mul(wanted.sub(given)).sum(1);
        return LossTerms.total(signals.meanOverBatch(divergence));
      };

  static void check(BackendUnderTest subject) {
    Model model = new TwoHeads();
    LearnerSpec spec =
        TrainingProblems.spec(
            model, FROM_OWN_HEAD, new StepSignature(Map.of(), List.of()), Sgd.of(1));
    StepInput step = LabelledExamples.of(model, 3).step(0, 4);
    Map<String, double[]> actual = subject.session().gradients(spec, step).gradients();
    Closeness.requireGradients(
        actual, ReferenceGradients.compute(spec, step).gradients(), Tolerances.LAYER);
    for (String name : List.of("teacher.weight", "teacher.bias")) {
      double[] gradient = actual.getOrDefault(name, new double[0]);
      Closeness.require(name, gradient, new double[gradient.length], Tolerances.EXACT);
    }
  }
}
