package org.distill4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.distill4j.train.TrainingEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("A driver that died")
class KilledDriverTest {
  @TempDir private Path folder = Path.of("");

  @Test
  @DisplayName("is started again and ends with the same bits")
  void again() throws IOException, InterruptedException {
    assertThat(run(folder, 3)).isEqualTo(9);
    SparkSession spark = SparkSessions.local();
    try {
      Dataset<Row> taught = SparkRows.taught(spark);
      List<TrainingEvent> events = new ArrayList<>();
      assertThat(KilledDriver.estimator(folder).addListener(events::add).fit(taught).weights())
          .isEqualTo(SparkRows.expected(taught, KilledDriver.PLAN));
      assertThat(events.get(1))
          .isInstanceOfSatisfying(
              TrainingEvent.RoundsResumed.class, from -> assertThat(from.rounds()).hasSize(2));
    } finally {
      spark.stop();
    }
  }

  private static int run(Path folder, int round) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> !option.startsWith("-javaagent"))
            .toList());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            KilledDriver.class.getName(),
            folder.toString(),
            String.valueOf(round)));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
