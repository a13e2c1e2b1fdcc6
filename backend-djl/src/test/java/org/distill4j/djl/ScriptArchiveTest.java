package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A TorchScript archive")
class ScriptArchiveTest {
  private static final String METHOD =
      ScriptArchive.method("run", ", x: Tensor", List.of("y = torch.neg(x)", "return [y]"));

  @Test
  @DisplayName("holds the source, the pickled attributes and the format's version")
  void entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    byte[] archive = ScriptArchive.of(List.of("weights"), METHOD);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    assertThat(entries.keySet())
        .containsExactly(
            "module/data.pkl",
            "module/code/__torch__.py",
            "module/constants.pkl",
            "module/version");
    assertThat(entries.get("module/version")).isEqualTo("10\n".getBytes(StandardCharsets.UTF_8));
    assertThat(new String(entries.get("module/code/__torch__.py"), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            class Script(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              weights : List[Tensor]
              def run(self: __torch__.Script, x: Tensor) -> List[Tensor]:
                y = torch.neg(x)
                return [y]
            """);
  }

  @Test
  @DisplayName("is the same bytes each time")
  void repeats() {
    assertThat(ScriptArchive.of(List.of("a", "b"), METHOD))
        .isEqualTo(ScriptArchive.of(List.of("a", "b"), METHOD));
  }
}
