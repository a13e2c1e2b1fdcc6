package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.ir.Gradients;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Updates of variables on PyTorch")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpdateTest {
  private Session session;

  @BeforeAll
  void open() {
    session = Programs.open();
  }

  @AfterAll
  void close() {
    session.close();
  }

  @Nested
  @DisplayName("read all variables as they were")
  class Old {
    private final Map<String, HostTensor> values =
        Map.of("a", Programs.floats(1, 2), "b", Programs.floats(3, 4));
    private final Tensor a = Programs.variable("a", 2);
    private final Tensor b = Programs.variable("b", 2);

    @Test
    @DisplayName("where two change places")
    void swapped() {
      Weights found = Programs.run(session, values, Map.of(), Map.of("a", b, "b", a));
      assertThat(found.get("a'").toFloatArray()).containsExactly(3, 4);
      assertThat(found.get("b'").toFloatArray()).containsExactly(1, 2);
    }

    @Test
    @DisplayName("where one becomes a view of another that changes too")
    void view() {
      HostTensor square = HostTensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4);
      Tensor m = Programs.variable("m", 2, 2);
      Map<String, Tensor> updates = new LinkedHashMap<>();
      updates.put("m", m.add(10));
      updates.put("t", m.transpose().reshape(4).slice(0, 1, 3));
      updates.put("u", m.slice(0, 1, 2).reshape(2));
      Weights found =
          Programs.run(
              session,
              Map.of("m", square, "t", Programs.zeros(2), "u", Programs.zeros(2)),
              Map.of(),
              updates);
      assertThat(found.get("m'").toFloatArray()).containsExactly(11, 12, 13, 14);
      assertThat(found.get("t'").toFloatArray()).containsExactly(3, 2);
      assertThat(found.get("u'").toFloatArray()).containsExactly(3, 4);
    }

    @Test
    @DisplayName("where an output is a variable that changes")
    void output() {
      Weights found = Programs.run(session, values, Map.of("a", a), Map.of("a", a.mul(2)));
      assertThat(found.get("a").toFloatArray()).containsExactly(1, 2);
      assertThat(found.get("a'").toFloatArray()).containsExactly(2, 4);
    }

    @Test
    @DisplayName("where all elements become one number")
    void number() {
      Weights found =
          Programs.run(
              session, values, Map.of(), Map.of("a", Programs.scalar(0).broadcastTo(2)), 0.5);
      assertThat(found.get("a'").toFloatArray()).containsExactly(0.5f, 0.5f);
    }
  }

  static List<Optimizer> optimizers() {
    return List.of(
        Adam.of(0.1),
        AdamW.of(0.1, 0.2),
        Sgd.of(0.1).withWeightDecay(0.1),
        Sgd.of(0.1).withMomentum(0.9),
        Sgd.of(0.1).withNesterov(0.9).withWeightDecay(0.1));
  }

  /** An optimizer's update of one variable and of what it remembers. */
  private static final class Step {
    private final List<String> names = new ArrayList<>(List.of("p"));
    private final Map<String, HostTensor> values = new LinkedHashMap<>();
    private final Tensor gradient;
    private final List<Tensor> old;
    private final List<Tensor> next;

    Step(Optimizer optimizer) {
      names.addAll(optimizer.slots());
      names.forEach(name -> values.put(name, Programs.floats(0.5f, 0.25f, 2)));
      old = names.stream().map(name -> Programs.variable(name, 3)).toList();
      gradient = old.get(0).mul(3).sub(1);
      List<Tensor> numbers = new ArrayList<>();
      for (int i = 0; i < optimizer.numbers(1).size(); i++) {
        numbers.add(Programs.scalar(i + 1));
      }
      next =
          optimizer.update(
              new ParameterStep(
                  ParameterStep.Use.WHOLE,
                  old.get(0),
                  gradient,
                  old.subList(1, old.size()),
                  Programs.scalar(0),
                  numbers));
    }

    static double[] scalars(Optimizer optimizer) {
      List<Double> scalars = new ArrayList<>(List.of(0.1));
      scalars.addAll(optimizer.numbers(3));
      return scalars.stream().mapToDouble(number -> number).toArray();
    }

    Map<String, Tensor> updates() {
      Map<String, Tensor> updates = new LinkedHashMap<>();
      names.forEach(name -> updates.put(name, next.get(updates.size())));
      return updates;
    }

    List<Tensor> body() {
      Composite composite = ((Op.Result) next.get(0).op()).composite();
      return composite.inline(next.get(0).inputs());
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  @DisplayName("by a fused optimizer agree with its body, in place and as mere values")
  void fused(Optimizer optimizer) {
    Step step = new Step(optimizer);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    List<Tensor> body = step.body();
    List<Tensor> copies =
        optimizer.update(
            new ParameterStep(
                ParameterStep.Use.WHOLE,
                step.old.get(0).mul(1.5).div(1.5),
                step.gradient,
                step.old.subList(1, step.old.size()),
                Programs.scalar(0),
                numbers(step)));
    for (int i = 0; i < body.size(); i++) {
      outputs.put("body " + i, body.get(i));
      outputs.put("value " + i, copies.get(i));
    }
    Weights found =
        Programs.run(session, step.values, outputs, step.updates(), Step.scalars(optimizer));
    for (int i = 0; i < body.size(); i++) {
      float[] expected = found.get("body " + i).toFloatArray();
      assertThat(found.get(step.names.get(i) + "'").toFloatArray())
          .containsExactly(expected, within(1e-6f));
      assertThat(found.get("value " + i).toFloatArray()).containsExactly(expected, within(1e-6f));
    }
  }

  private static List<Tensor> numbers(Step step) {
    List<Tensor> inputs = step.next.get(0).inputs();
    return inputs.subList(step.names.size() + 2, inputs.size());
  }

  static List<HostTensor> factors() {
    // No gradient reaches the last of the rows, and then any.
    return List.of(
        HostTensor.ofFloats(Shape.of(2, 2, 1), 1, 2, 3, 0),
        HostTensor.ofFloats(Shape.of(2, 2, 1), 0, 0, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("factors")
  @DisplayName("of rows that were looked up leave all other rows alone")
  void rows(HostTensor factors) {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    values.put("p", Programs.random(1, 6, 3));
    values.put(Adam.FIRST_MOMENT, Programs.random(2, 6, 3));
    values.put(Adam.SECOND_MOMENT, HostTensor.ofFloats(Shape.of(6, 3), filled(18, 0.5f)));
    List<Tensor> old = values.keySet().stream().map(n -> Programs.variable(n, 6, 3)).toList();
    Tensor ids = Tensor.of(HostTensor.ofInts(Shape.of(2, 2), 4, 1, 4, 3));
    Tensor picked = old.get(0).gatherRows(ids).mul(Tensor.of(factors));
    Tensor gradient = Gradients.of(picked.square().sum(), old.get(0));
    List<Tensor> next =
        LazyAdam.of(0.1)
            .update(
                new ParameterStep(
                    ParameterStep.Use.LOOKED_UP,
                    old.get(0),
                    gradient,
                    old.subList(1, 3),
                    Programs.scalar(0),
                    List.of(Programs.scalar(1), Programs.scalar(2), Programs.scalar(3))));
    Composite composite = ((Op.Result) next.get(0).op()).composite();
    List<Tensor> body = composite.inline(next.get(0).inputs());
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    Map<String, Tensor> updates = new LinkedHashMap<>();
    for (String name : values.keySet()) {
      outputs.put(name, body.get(updates.size()));
      updates.put(name, next.get(updates.size()));
    }
    Weights found = Programs.run(session, values, outputs, updates, Step.scalars(LazyAdam.of(0.1)));
    assertThat(composite.name()).isEqualTo("row-adam");
    values.keySet().forEach(name -> assertClose(found.get(name + "'"), found.get(name)));
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static void assertClose(HostTensor found, HostTensor expected) {
    assertClose(found, expected.toFloatArray());
  }

  @Test
  @DisplayName("by a fused optimizer can be read before and after")
  void beforeAndAfter() {
    Step step = new Step(Sgd.of(0.1));
    Tensor mean = Programs.variable("mean", 3);
    Map<String, Tensor> updates = step.updates();
    updates.put("mean", mean.mul(0.5).add(step.next.get(0).mul(0.5)).add(step.old.get(0)));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("old", step.old.get(0));
    outputs.put("new", step.next.get(0));
    outputs.put("change", step.next.get(0).sub(step.old.get(0)));
    outputs.put("sum", step.next.get(0).sum());
    step.values.put("mean", Programs.floats(1, 1, 1));
    Weights found = Programs.run(session, step.values, outputs, updates, Step.scalars(Sgd.of(0.1)));
    assertThat(found.get("old").toFloatArray()).containsExactly(0.5f, 0.25f, 2);
    assertClose(found.get("new"), 0.45f, 0.275f, 1.5f);
    assertClose(found.get("p'"), 0.45f, 0.275f, 1.5f);
    assertClose(found.get("change"), -0.05f, 0.025f, -0.5f);
    assertClose(found.get("sum"), 2.225f);
    assertClose(found.get("mean'"), 1.225f, 0.8875f, 3.25f);
  }

  private static void assertClose(HostTensor found, float... expected) {
    assertThat(found.toFloatArray()).containsExactly(expected, within(1e-6f));
  }
}
