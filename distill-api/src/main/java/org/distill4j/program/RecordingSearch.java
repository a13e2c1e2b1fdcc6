package org.distill4j.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;

/** Searches for shapes for which a model can be recorded and its recordings agree. */
final class RecordingSearch {
  private final Model model;
  private final UnaryOperator<Recording> form;
  private final List<IllegalArgumentException> misfits = new ArrayList<>();
  private final List<IllegalArgumentException> differences = new ArrayList<>();

  private RecordingSearch(Model model, UnaryOperator<Recording> form) {
    this.model = model;
    this.form = form;
  }

  /**
   * Searches for shapes.
   *
   * @param form what is compared in place of each recording
   */
  static FreeRecording search(Model model, UnaryOperator<Recording> form) {
    RecordingSearch search = new RecordingSearch(model, form);
    Optional<FreeRecording> any = search.first(TrialShapes.anyLengths(model));
    return any.or(search::divisible)
        .orElseThrow(
            () -> search.differences.isEmpty() ? search.misfits.get(0) : search.differences.get(0));
  }

  /** Where a model differs between lengths that it takes, no others are to hide that. */
  private Optional<FreeRecording> divisible() {
    return differences.isEmpty() ? first(TrialShapes.divisibleLengths(model)) : Optional.empty();
  }

  private Optional<FreeRecording> first(List<TrialShapes> all) {
    return all.stream().flatMap(tried -> record(tried).stream()).findFirst();
  }

  private Optional<FreeRecording> record(TrialShapes tried) {
    List<Recording> recordings;
    try {
      recordings =
          tried.shapes().stream()
              .map(shape -> form.apply(Recorder.forward(model, Mode.EVALUATION, shape)))
              .toList();
    } catch (IllegalArgumentException misfit) {
      misfits.add(misfit);
      return Optional.empty();
    }
    try {
      return Optional.of(new FreeRecording(model.inputs().values(), tried, recordings));
    } catch (IllegalArgumentException difference) {
      differences.add(difference);
      return Optional.empty();
    }
  }
}
