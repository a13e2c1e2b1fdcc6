package org.distill4j.core.data;

import java.util.List;
import org.distill4j.data.DataView;
import org.distill4j.data.Dataset;

/** The examples of another data set with its inputs, and labels that may differ. */
abstract class RelabelledDataset extends DatasetWrapper implements DataView {
  RelabelledDataset(Dataset source) {
    super(source);
  }

  @Override
  public List<Dataset> sources() {
    return List.of(source);
  }

  @Override
  public Source source(long id) {
    return new Source(source, id);
  }
}
