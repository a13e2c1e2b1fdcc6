package org.distill4j.text;

import java.util.stream.Stream;
import org.distill4j.fuzz.Corpus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("What fuzzing by coverage found is read or refused:")
class CorpusTest {
  @TestFactory
  Stream<DynamicTest> readers() {
    return Corpus.tests(new TextTargets());
  }
}
