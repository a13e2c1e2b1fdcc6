package org.distill4j.cli.sink;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.core.file.GrowingFile;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingEvent.EpochCompleted;
import org.distill4j.train.TrainingEvent.Resumed;

/** A row for each epoch: its number, seconds, loss terms and metrics. */
final class CsvMetrics implements MetricSink {
  private final GrowingFile file;
  private final CsvWriter out;
  private boolean headed;

  CsvMetrics(Path file, Optional<Resumed> from) throws IOException {
    this.file = GrowingFile.after(file, 0);
    this.out =
        CsvWriter.builder()
            .build(new OutputStreamWriter(this.file.stream(), StandardCharsets.UTF_8));
    for (EpochReport report : from.map(Resumed::epochs).orElse(List.of())) {
      write(report);
    }
  }

  @Override
  public void write(TrainingEvent event) throws IOException {
    if (event instanceof EpochCompleted epoch) {
      write(epoch.report());
    }
  }

  private void write(EpochReport report) throws IOException {
    if (!headed) {
      headed = true;
      out.writeRecord(heading(report));
    }
    out.writeRecord(row(report));
    out.flush();
  }

  private static List<String> heading(EpochReport report) {
    List<String> cells = new ArrayList<>(List.of("epoch", "seconds"));
    report.loss().asMap().keySet().forEach(name -> cells.add("loss." + name));
    cells.addAll(report.metrics().keySet());
    return cells;
  }

  private static List<String> row(EpochReport report) {
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(report.epoch()));
    cells.add(String.valueOf(report.trainingTime().toNanos() / 1e9));
    report.loss().asMap().values().forEach(value -> cells.add(String.valueOf(value)));
    report.metrics().values().forEach(value -> cells.add(String.valueOf(value)));
    return cells;
  }

  @Override
  public void force() throws IOException {
    out.flush();
    file.force();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      out.flush();
    }
  }
}
