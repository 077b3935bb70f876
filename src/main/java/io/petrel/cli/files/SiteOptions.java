package io.petrel.cli.files;

import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.engine.PipelineSettings;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.outbox.DeliveryTerms;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the site whose settings an author's tool uses. */
public final class SiteOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration of the site that will run the rules: its settings for detection, incidents and mails apply. Default: the default of each setting.")
  @Nullable Path config;

  /** The settings of a site that a tool needs. */
  public record Site(PipelineSettings pipeline, DeliveryTerms mail) {
    public static Site of(Config config) {
      return new Site(
          config.pipeline(),
          config.mail().map(NotifySettings::terms).orElse(DeliveryTerms.DEFAULT));
    }

    public static Site ofDefaults() {
      return new Site(PipelineSettings.defaults(), DeliveryTerms.DEFAULT);
    }
  }

  /** The settings of the named file; the defaults when none is named. */
  public Site read(Terminal terminal) {
    return config == null
        ? Site.ofDefaults()
        : Site.of(ConfigFiles.read(config, Optional.empty(), terminal));
  }
}
