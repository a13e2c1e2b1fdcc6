package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.distill4j.ir.FreeProgram;
import org.distill4j.ir.Program;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("1,000 random programs, written and read,")
class ReadProgramsTest {
  private static final int PROGRAMS = 1000;

  private static void requireSame(long seed, Program program) {
    byte[] bytes = FreeProgram.of(program).toBytes();
    Program read = FreeProgram.read("the program", ByteBuffer.wrap(bytes)).at(Map.of());

    assertThat(read.nodes())
        .as("program %d", seed)
        .extracting(Object::toString)
        .containsExactlyElementsOf(program.nodes().stream().map(Object::toString).toList());
    assertThat(FreeProgram.of(read).toBytes()).as("program %d", seed).isEqualTo(bytes);
  }

  @Test
  @DisplayName("have the same operations and give the same bytes again")
  void recorded() {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      requireSame(seed, RandomPrograms.of(seed));
    }
  }

  @Test
  @DisplayName("so have they once they are simplified")
  void simplified() {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      requireSame(seed, RandomPrograms.of(seed).simplified());
    }
  }
}
