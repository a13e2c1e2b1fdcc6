package org.distill4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.classification.ScoredLabel;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.runtime.Students;
import org.distill4j.student.Answer;
import org.distill4j.student.Prediction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A student that classifies texts in LangChain4j")
class LangChainTextClassifierTest {
  @TempDir private Path folder = Path.of("");

  private LangChainTextClassifier open(StudentFile student) {
    student.write(folder.resolve("student.d4j"));
    return LangChainTextClassifier.open(folder.resolve("student.d4j"));
  }

  private Prediction predict(String text) {
    return Students.open(folder.resolve("student.d4j")).predictText(text);
  }

  @Test
  @DisplayName("gives the likeliest class, or several with their probabilities")
  void classes() {
    LangChainTextClassifier classifier = open(TinyTexts.classifier(folder));

    String likeliest = predict("a cat").className().orElseThrow();
    assertThat(classifier.classify("a cat")).containsExactly(likeliest);
    assertThat(classifier.classify(TextSegment.from("a cat"))).containsExactly(likeliest);
    List<ScoredLabel<String>> all =
        classifier.withMostLabels(3).classifyWithScores("a cat").scoredLabels();
    assertThat(all).extracting(ScoredLabel::label).contains("animal", "plant", "stone");
    assertThat(all.stream().mapToDouble(ScoredLabel::score).sum()).isCloseTo(1, within(1e-9));
    assertThat(all.get(0).score()).isGreaterThanOrEqualTo(all.get(1).score());
  }

  @Test
  @DisplayName("gives each label that is likely")
  void labels() {
    LangChainTextClassifier classifier =
        open(TinyTexts.classifier(folder).withAnswer(Answer.MANY_LABELS));

    for (String text : List.of("a cat", "sat.", "cats cats")) {
      assertThat(classifier.classify(text))
          .containsExactlyInAnyOrderElementsOf(predict(text).labels());
    }
  }

  @Test
  @DisplayName("is refused without names of classes, or for no labels")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(TinyTexts.sentences(folder)))
        .withMessageContaining("The student has no names of classes, expected some.\nMaybe");
    LangChainTextClassifier classifier = open(TinyTexts.classifier(folder));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.withMostLabels(0))
        .withMessageContaining("at most 0 labels, expected at least 1.\nMaybe");
  }
}
