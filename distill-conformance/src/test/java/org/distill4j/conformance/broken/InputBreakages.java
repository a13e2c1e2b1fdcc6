package org.distill4j.conformance.broken;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Scope;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;

/** Inputs by name, and masks. */
final class InputBreakages {
  private InputBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        Breakage.of("inputs come by their order", InputBreakages::byOrder, "INPUT-01"),
        Breakage.of("nothing is masked", InputBreakages::masksNothing, "INPUT-02", "INPUT-03"));
  }

  private static DrivenBackend byOrder() {
    return PassingBackend.predictors(
        (right, model, weights) ->
            new PassingPredictor(right.predictor(model, weights)) {
              @Override
              public Predictions predict(Map<String, HostTensor> inputs) {
                return super.predict(inputs.size() > 1 ? renamed(model, inputs) : inputs);
              }
            });
  }

  private static Map<String, HostTensor> renamed(Model model, Map<String, HostTensor> inputs) {
    Map<String, HostTensor> renamed = new LinkedHashMap<>();
    Iterator<HostTensor> given = inputs.values().iterator();
    model.inputs().keySet().forEach(name -> renamed.put(name, given.next()));
    return renamed;
  }

  /** A scope whose masks are all 1. */
  private static final class Unmasked extends PassingScope {
    Unmasked(Scope right) {
      super(right, Unmasked::new);
    }

    @Override
    public Tensor input(String name) {
      Tensor mask = super.input(name);
      return mask.equalTo(mask).toInt();
    }
  }

  private static DrivenBackend masksNothing() {
    return PassingBackend.models(model -> PassingScope.model(model, Unmasked::new));
  }
}
