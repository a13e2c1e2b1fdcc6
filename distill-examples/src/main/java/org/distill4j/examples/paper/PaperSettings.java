package org.distill4j.examples.paper;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of the paper's experiments.
 *
 * @param claims which of them
 * @param targets what students learn from
 * @param transfer the digits that students see
 * @param teacherEpochs how often the teacher sees the training digits
 * @param epochs how often each student sees them
 * @param temperature T of the soft targets
 * @param teacher where the teacher's weights are kept; trained and written if there is no such file
 */
record PaperSettings(
    Set<PaperClaim> claims,
    Set<TrainingTarget> targets,
    TransferDigits transfer,
    int teacherEpochs,
    int epochs,
    double temperature,
    Optional<Path> teacher) {
  PaperSettings {
    claims = Set.copyOf(claims);
    targets = Set.copyOf(targets);
  }
}
