package org.distill4j.text;

import java.util.List;
import java.util.Optional;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;

/**
 * The token ids of all examples.
 *
 * @param ids the ids of each example
 * @param types the token types of each
 * @param labels the labels, with the examples on axis 0, if there are any
 */
record TokenTable(List<int[]> ids, List<int[]> types, Optional<HostTensor> labels) {
  TokenSequences dataset() {
    TokenSequences data = TokenSequences.of(ids).withTypes(types);
    return labels.map(values -> data.withLabels(Batch.LABELS, values)).orElse(data);
  }
}
