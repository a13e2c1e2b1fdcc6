package org.distill4j.core.cache;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import org.distill4j.data.DataView;
import org.distill4j.data.Dataset;

/** The cached outputs of a view's examples, stored with those of its sources. */
final class ViewRows implements CachedRows {
  private final RowLayout layout;
  private final DataView view;
  private final IdentityHashMap<Dataset, CachedRows> sources;

  ViewRows(RowLayout layout, DataView view, IdentityHashMap<Dataset, CachedRows> sources) {
    this.layout = layout;
    this.view = view;
    this.sources = new IdentityHashMap<>(sources);
  }

  @Override
  public RowLayout layout() {
    return layout;
  }

  @Override
  public void decode(long id, ByteBuffer[] values, int example) {
    DataView.Source source = view.source(id);
    CachedRows rows = sources.get(source.data());
    if (rows == null) {
      throw new IllegalStateException(
          "The view "
              + view.getClass().getSimpleName()
              + " says that example "
              + id
              + " is from a data set that is not among its sources(), expected one of those.\n"
              + "Maybe source() wraps a data set that sources() does not.");
    }
    rows.decode(source.id(), values, example);
  }
}
