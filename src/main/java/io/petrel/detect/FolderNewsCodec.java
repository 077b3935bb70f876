package io.petrel.detect;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Network format of {@link FolderNews}. */
final class FolderNewsCodec implements Codec<FolderNews> {
  static final FolderNewsCodec INSTANCE = new FolderNewsCodec();
  private static final long serialVersionUID = 1;

  private FolderNewsCodec() {}

  @Override
  public String id() {
    return "folder-news";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<FolderNews> type() {
    return FolderNews.class;
  }

  @Override
  public void write(FolderNews news, DataOutput out) throws IOException {
    RuleSetUpdate update = news.update();
    out.writeBoolean(update != null);
    if (update != null) {
      Fields.writeValue(update, RuleSetUpdate.CODEC, out);
    }
    Fields.writeList(news.events(), RuleEvent.CODEC, out);
  }

  @Override
  public FolderNews read(int version, DataInput in) throws IOException {
    RuleSetUpdate update = in.readBoolean() ? Fields.readValue(RuleSetUpdate.CODEC, in) : null;
    return new FolderNews(update, Fields.readList(RuleEvent.CODEC, in));
  }
}
