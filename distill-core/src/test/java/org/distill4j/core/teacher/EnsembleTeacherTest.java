package org.distill4j.core.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.Subset;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("An ensemble")
class EnsembleTeacherTest {
  private static final Offset<Double> CLOSE = within(1e-6);
  private static final Dataset DATA =
      InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(2, 1), 0, 1));
  private static final Teacher SURE = answering(Math.log(49), 0);
  private static final Teacher UNSURE = answering(0, 0);

  /** Says the same of every example. */
  private static Teacher answering(double... logits) {
    return FunctionTeacher.of(
        Map.of(Outputs.LOGITS, TensorSpec.floats(logits.length)),
        Arrays.toString(logits),
        batch -> Predictions.logits(rows(batch.size(), logits)));
  }

  private static HostTensor rows(int count, double... row) {
    HostTensor rows = HostTensor.allocate(DType.FLOAT32, Shape.of(count, row.length));
    for (int i = 0; i < rows.size(); i++) {
      rows.floats().put(i, (float) row[i % row.length]);
    }
    return rows;
  }

  private static float[] values(Teacher teacher) {
    return teacher.predict(DATA.batch(0)).logits().toFloatArray();
  }

  private static double[] softmax(double temperature, float... logits) {
    double[] exps = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < exps.length; i++) {
      exps[i] = Math.exp(logits[i] / temperature);
      sum += exps[i];
    }
    for (int i = 0; i < exps.length; i++) {
      exps[i] /= sum;
    }
    return exps;
  }

  @Nested
  @DisplayName("of one teacher that says (0.98, 0.02) and one that says (0.5, 0.5)")
  class Worked {
    @Test
    @DisplayName("says (0.74, 0.26) by the mean of probabilities")
    void probabilities() {
      float[] logits = values(EnsembleTeacher.ofProbabilities(1, SURE, UNSURE));

      assertThat(logits[0]).isCloseTo((float) Math.log(0.74), within(1e-6f));
      assertThat(logits[1]).isCloseTo((float) Math.log(0.26), within(1e-6f));
      assertThat(softmax(1, logits)).containsExactly(new double[] {0.74, 0.26}, CLOSE);
    }

    @Test
    @DisplayName("says (0.875, 0.125) by the mean of logits, as the sure one decides")
    void logits() {
      float[] logits = values(EnsembleTeacher.ofLogits(SURE, UNSURE));

      assertThat(logits[0]).isCloseTo((float) Math.log(7), within(1e-6f));
      assertThat(logits[1]).isZero();
      assertThat(softmax(1, logits)).containsExactly(new double[] {0.875, 0.125}, CLOSE);
    }

    @Test
    @DisplayName("says the mean at the temperature that it is made for, and nothing else there")
    void temperature() {
      Teacher sureAtTwo = answering(2 * Math.log(49), 0);
      float[] logits = values(EnsembleTeacher.ofProbabilities(2, sureAtTwo, UNSURE));

      assertThat(softmax(2, logits)).containsExactly(new double[] {0.74, 0.26}, CLOSE);
      assertThat(softmax(1, logits)[0]).isCloseTo(0.74 * 0.74 / (0.74 * 0.74 + 0.26 * 0.26), CLOSE);
    }

    @Test
    @DisplayName("takes its temperature and its head from the loss")
    void fromLoss() {
      Teacher parity =
          FunctionTeacher.of(
              Map.of("parity", TensorSpec.floats(2)),
              "parity",
              batch -> Predictions.of(Map.of("parity", rows(batch.size(), Math.log(81), 0))));
      DistillationLoss loss = DistillationLoss.of(2, 0.5).forHead("parity", Batch.LABELS);
      EnsembleTeacher ensemble = EnsembleTeacher.of(loss, parity);

      assertThat(ensemble.outputs()).containsOnlyKeys("parity");
      float[] logits = ensemble.predict(DATA.batch(0)).get("parity").toFloatArray();
      assertThat(softmax(2, logits)).containsExactly(new double[] {0.9, 0.1}, CLOSE);
    }
  }

  @Nested
  @DisplayName("weighs its members")
  class Weighs {
    @Test
    @DisplayName("by weights that it divides by their sum")
    void weighted() {
      float[] logits = values(EnsembleTeacher.ofProbabilities(1, SURE, UNSURE).withWeights(3, 1));

      assertThat(softmax(1, logits)).containsExactly(new double[] {0.86, 0.14}, CLOSE);
    }

    @Test
    @DisplayName("so that one of weight 0 says nothing")
    void zero() {
      float[] logits = values(EnsembleTeacher.ofProbabilities(1, SURE, UNSURE).withWeights(0, 2));

      assertThat(softmax(1, logits)).containsExactly(new double[] {0.5, 0.5}, CLOSE);
    }

    @Test
    @DisplayName("and refuses weights that are too few, negative, not numbers or all 0")
    void refused() {
      EnsembleTeacher ensemble = EnsembleTeacher.ofLogits(SURE, UNSURE);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> ensemble.withWeights(1))
          .withMessage(
              "The weights of an ensemble of 2 teachers are [1.0], expected one finite number of at"
                  + " least 0 for each, not all of them 0.\nMaybe leave them out for equal ones.");
      assertThatIllegalArgumentException().isThrownBy(() -> ensemble.withWeights(2, -1));
      assertThatIllegalArgumentException().isThrownBy(() -> ensemble.withWeights(1, Double.NaN));
      assertThatIllegalArgumentException().isThrownBy(() -> ensemble.withWeights(0, 0));
    }
  }

  @Nested
  @DisplayName("keeps to finite numbers")
  class Finite {
    @Test
    @DisplayName("where a class is all but impossible to all members")
    void extreme() {
      float[] logits =
          values(EnsembleTeacher.ofProbabilities(1, answering(1e30, 0, 0), answering(0, 1e30, 0)));

      assertThat(logits[0]).isCloseTo((float) -Math.log(2), within(1e-6f));
      assertThat(logits[1]).isCloseTo((float) -Math.log(2), within(1e-6f));
      assertThat(logits[2]).isEqualTo(-1e30f);
    }

    @Test
    @DisplayName("where the distance of two logits is more than a float can say")
    void beyond() {
      float[] logits =
          values(EnsembleTeacher.ofProbabilities(1, answering(Float.MAX_VALUE, -Float.MAX_VALUE)));

      assertThat(logits).containsExactly(0, -Float.MAX_VALUE);
    }

    @Test
    @DisplayName("and names the member that does not")
    void refused() {
      Teacher broken = answering(0, Double.NEGATIVE_INFINITY);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> values(EnsembleTeacher.ofLogits(SURE, broken)))
          .withMessage(
              "Teacher 1 of the ensemble says -Infinity in \"logits\", row 0 of the batch, expected"
                  + " finite numbers.\n"
                  + "Maybe its training diverged, or it gives log-probabilities of 0; a logit of"
                  + " -1e30 rules a class out.");
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("members of different classes")
    void classes() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EnsembleTeacher.ofLogits(SURE, answering(0, 0, 0)))
          .withMessage(
              "Teacher 1 of the ensemble has 3 classes in \"logits\" and teacher 0 has 2, expected"
                  + " the same number.\nMaybe one was trained for another task.");
    }

    @Test
    @DisplayName("no members")
    void none() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EnsembleTeacher.ofLogits())
          .withMessage(
              "An ensemble of 0 teachers with 0 heads, expected at least one of each.\n"
                  + "Maybe a list came out empty.");
    }

    @Test
    @DisplayName("a head that a member does not have")
    void head() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EnsembleTeacher.ofLogits(SURE).withHeads("parity"))
          .withMessage(
              "Teacher 0 of the ensemble gives {logits=FLOAT32(2)}, expected \"parity\" among them,"
                  + " FLOAT32 (classes) for each example.\n"
                  + "Maybe the head has another name; withHeads(…) chooses.");
    }

    @Test
    @DisplayName("members that take different inputs")
    void input() {
      Teacher one = taking(TensorSpec.floats(784));
      Teacher other = taking(TensorSpec.floats(1, 28, 28));

      assertThat(EnsembleTeacher.ofLogits(SURE, one).inputs())
          .isEqualTo(Map.of("input", TensorSpec.floats(784)));
      assertThat(EnsembleTeacher.ofLogits(SURE).inputs()).isEmpty();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EnsembleTeacher.ofLogits(SURE, one, other))
          .withMessage(
              "Teacher 2 of the ensemble takes FLOAT32(1, 28, 28) and one before it FLOAT32(784),"
                  + " expected the same.\nMaybe one needs a reshape as its first layer.");
    }

    @Test
    @DisplayName("a temperature that is none, or changes from step to step")
    void temperature() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EnsembleTeacher.ofProbabilities(0, SURE))
          .withMessage(
              "The ensemble's temperature is 0.0, expected a finite number above 0.\n"
                  + "Maybe EnsembleTeacher.of(loss, members) takes it from the loss.");
      DistillationLoss cooling = DistillationLoss.of(Schedule.linear(8, 1), Schedule.constant(0.5));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EnsembleTeacher.of(cooling, SURE))
          .withMessage(
              "The loss's temperature is Linear[from=8.0, to=1.0], expected a constant one, as an"
                  + " ensemble's mean is at one temperature.\n"
                  + "Maybe use Schedule.constant, or EnsembleTeacher.ofLogits, which has none.");
    }

    private static Teacher taking(TensorSpec input) {
      return new Teacher() {
        @Override
        public Map<String, TensorSpec> outputs() {
          return SURE.outputs();
        }

        @Override
        public Map<String, TensorSpec> inputs() {
          return Map.of("input", input);
        }

        @Override
        public Predictions predict(Batch batch) {
          return SURE.predict(batch);
        }

        @Override
        public String fingerprint() {
          return "taking " + input;
        }
      };
    }
  }

  @Nested
  @DisplayName("as a teacher")
  class AsTeacher {
    @Test
    @DisplayName("gives its head alone, not its members' features")
    void outputs() {
      Teacher rich =
          FunctionTeacher.of(
              Map.of(Outputs.LOGITS, TensorSpec.floats(2), "hint", TensorSpec.floats(7)),
              "rich",
              SURE::predict);

      assertThat(EnsembleTeacher.ofLogits(rich, SURE).outputs())
          .isEqualTo(Map.of(Outputs.LOGITS, TensorSpec.floats(2)));
    }

    @Test
    @DisplayName("gives all heads of members that have no logits, or those that are chosen")
    void heads() {
      Teacher several =
          FunctionTeacher.of(
              Map.of("parity", TensorSpec.floats(2), "digit", TensorSpec.floats(2)),
              "several",
              batch ->
                  Predictions.of(
                      Map.of(
                          "parity", rows(batch.size(), 1, 2), "digit", rows(batch.size(), 3, 4))));
      EnsembleTeacher all = EnsembleTeacher.ofLogits(several, several);

      assertThat(all.outputs()).containsOnlyKeys("parity", "digit");
      Predictions values = all.withHeads("digit").predict(DATA.batch(0));
      assertThat(values.asMap()).containsOnlyKeys("digit");
      assertThat(values.get("digit").toFloatArray()).containsExactly(3, 4);
    }

    @Test
    @DisplayName("asks the caches of its members about their data, and the members about others")
    void caches() {
      Dataset other = Subset.of(DATA, 1);
      Teacher cached = CachedTeacher.inMemory(SURE, DATA);
      EnsembleTeacher ensemble = EnsembleTeacher.ofProbabilities(1, cached, UNSURE);

      Teacher asked = ensemble.forData(other);

      assertThat(asked.predict(other.batch(0)).logits())
          .isEqualTo(ensemble.predict(DATA.batch(0)).logits());
    }

    @Test
    @DisplayName("has a fingerprint that changes with members, weights, way and temperature")
    void fingerprint() {
      EnsembleTeacher ensemble = EnsembleTeacher.ofProbabilities(1, SURE, UNSURE);

      assertThat(ensemble.fingerprint())
          .isEqualTo(EnsembleTeacher.ofProbabilities(1, SURE, UNSURE).fingerprint())
          .isEqualTo(ensemble.withWeights(2, 2).fingerprint())
          .isNotEqualTo(ensemble.withWeights(2, 1).fingerprint())
          .isNotEqualTo(EnsembleTeacher.ofProbabilities(2, SURE, UNSURE).fingerprint())
          .isNotEqualTo(EnsembleTeacher.ofProbabilities(1, UNSURE, SURE).fingerprint())
          .isNotEqualTo(EnsembleTeacher.ofLogits(SURE, UNSURE).fingerprint());
    }
  }
}
