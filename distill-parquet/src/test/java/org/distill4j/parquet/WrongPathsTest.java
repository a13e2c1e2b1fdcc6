package org.distill4j.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.distill4j.fuzz.WrongPath;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A reader of Parquet files")
class WrongPathsTest {
  private static final List<Consumer<Path>> READERS = List.of(ParquetTable.of("label")::read);

  @ParameterizedTest
  @EnumSource
  @DisplayName("refuses what is no file with content, names it and shows a way out")
  void refuses(WrongPath wrong, @TempDir Path folder) throws IOException {
    for (int i = 0; i < READERS.size(); i++) {
      Path own = Files.createDirectory(folder.resolve("reader-" + i));
      wrong.refuse(own, "t.parquet", READERS.get(i));
    }
  }
}
