package org.distill4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Inputs")
class InputsTest {
  private static final Tensor IDS = Tensor.of(1);
  private static final Tensor MASK = Tensor.of(2);

  private static Inputs both() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("ids", IDS);
    tensors.put("mask", MASK);
    return Inputs.of(tensors);
  }

  @Test
  @DisplayName("are found by their names, in order")
  void named() {
    assertThat(both().get("mask")).isSameAs(MASK);
    assertThat(both().asMap().keySet()).containsExactly("ids", "mask");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> both().get("types"))
        .withMessageStartingWith("There is no input named \"types\", expected one of [ids, mask].");
  }

  @Test
  @DisplayName("may be a single one, whatever its name")
  void only() {
    assertThat(Inputs.of(IDS).only()).isSameAs(IDS);
    assertThat(Inputs.of(Map.of("ids", IDS)).only()).isSameAs(IDS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> both().only())
        .withMessage(
            "The only input was asked for and there are [ids, mask], expected 1.\n"
                + "Maybe ask for an input by its name.");
  }

  @Test
  @DisplayName("fit by name among several, and by being the only ones")
  void find() {
    assertThat(InputNames.find("x", 1, Map.of("pixels", 7))).isEqualTo(7);
    assertThat(InputNames.find("ids", 1, Map.of("ids", 1, "mask", 2))).isEqualTo(1);
    assertThat(InputNames.find("mask", 2, Map.of("ids", 1, "mask", 2, "types", 3))).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InputNames.find("mask", 2, Map.of("ids", 1)))
        .withMessage(
            "The input \"mask\" is missing, expected one of [ids].\n"
                + "Maybe the data set names it otherwise, or DerivedInputs can make it.");
  }

  @Test
  @DisplayName("are found all at once, in the wanted order, and described")
  void findAll() {
    HostTensor one = HostTensor.ofInts(Shape.of(1, 2), 3, 4);
    Map<String, HostTensor> found =
        InputNames.findAll(List.of("mask", "ids"), Map.of("ids", one, "types", one, "mask", one));
    assertThat(found.keySet()).containsExactly("mask", "ids");
    assertThat(InputNames.describe(found)).isEqualTo("{mask=INT32(1, 2), ids=INT32(1, 2)}");
    assertThat(InputNames.describe(InputNames.findAll(List.of("x"), Map.of("y", one))))
        .isEqualTo("INT32(1, 2)");
  }

  @Test
  @DisplayName("must have an order where an engine takes them by it")
  void order() {
    InputNames.requireOrder(both().asMap());
    InputNames.requireOrder(Map.of("ids", IDS));
    for (Map<String, Tensor> unordered :
        List.of(Map.of("ids", IDS, "mask", MASK), new HashMap<>(both().asMap()))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> InputNames.requireOrder(unordered))
          .withMessageEndingWith(
              " are in a map without an order, expected them in the order in which the network"
                  + " takes them.\nMaybe put them in a LinkedHashMap.");
    }
  }

  @Test
  @DisplayName("of a model of one input are named \"input\"")
  void single() {
    SingleInputModel model =
        new SingleInputModel() {
          @Override
          public Shape inputShape() {
            return Shape.of(3);
          }

          @Override
          public Outputs forward(Scope scope, Tensor input) {
            return Outputs.logits(input);
          }
        };
    assertThat(model.inputType()).isEqualTo(DType.FLOAT32);
    assertThat(model.inputs()).isEqualTo(Map.of("input", TensorSpec.floats(3)));
  }
}
