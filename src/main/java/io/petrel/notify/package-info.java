/**
 * The notification stage: alert records in, mails out. Entry: {@link
 * io.petrel.notify.Notifications}, which lists the two operators.
 *
 * <pre>
 *  alerts --&gt; AddressAlerts --&gt; DeliveryOperator --&gt; MailDispatcher --&gt; mail server
 *             who wants it?      an Outbox for each    renders, then
 *                  ^             recipient: when?      sends
 *                  |                   ^    `----------- SendResult ----'
 *             subscription ------------'
 * </pre>
 *
 * <ul>
 *   <li>{@code subscription}: who wants which alerts, and how. Reads the file of subscriptions.
 *   <li>{@code outbox}: the policy for one recipient: when, with which other alerts, how often
 *       retried. Knows neither texts nor SMTP.
 *   <li>{@code delivery}: the operators, their state, metrics and log.
 *   <li>{@code render}: from an alert and its reader to subject, text, HTML and chart.
 *   <li>{@code mail}: MIME and SMTP.
 * </ul>
 *
 * <p>A further channel, such as a webhook, is a package beside {@code mail} whose sender returns a
 * {@link io.petrel.notify.mail.SendResult}; {@code MailDispatcher} calls it for its recipients, and
 * {@code subscription} reads their addresses. The outbox stays as it is.
 */
@NullMarked
package io.petrel.notify;

import org.jspecify.annotations.NullMarked;
