package org.distill4j.spark;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;

/**
 * A student in whose training the executor that is first to reach a step kills itself, by SIGKILL,
 * in the middle of a round. The file is the mark that it was done.
 */
public record KilledOnce(String file, long step) implements TrainingCode {
  @Override
  public Model model() {
    return Models.mlp(SparkRows.INPUTS, 6, SparkRows.CLASSES);
  }

  @Override
  public Loss loss() {
    return DistillationLoss.of(2, 0.7);
  }

  @Override
  public Optimizer optimizer() {
    return Adam.of(new Deadly(Path.of(file), step));
  }

  private record Deadly(Path file, long step) implements Schedule {
    @Override
    public double at(Progress progress) {
      if (progress.step() == step && isExecutor() && isFirst()) {
        kill();
      }
      return 0.02;
    }

    private static boolean isExecutor() {
      return SparkEnv.get() != null && !SparkEnv.get().executorId().equals("driver");
    }

    private boolean isFirst() {
      try {
        Files.createFile(file);
        return true;
      } catch (FileAlreadyExistsException done) {
        return false;
      } catch (IOException error) {
        throw new IllegalStateException(error);
      }
    }

    private static void kill() {
      try {
        String own = String.valueOf(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-9", own).start().waitFor();
      } catch (IOException | InterruptedException error) {
        throw new IllegalStateException(error);
      }
    }
  }
}
