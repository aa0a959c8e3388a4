#include <gmock/gmock.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "alertmanager_fixture.hpp"
#include "monitor/sink/answers.hpp"
#include "monitor/sink/inbox.hpp"
#include "monitor/sink/route.hpp"
#include "monitor/sink/smtp_session.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;

HttpResponse ask(const Endpoint& at, const std::string& method, const std::string& target,
                 const std::string& body = {}) {
  const auto answer = http(at, {method, target, body, {}}, 20s);
  if (!answer) {
    ADD_FAILURE() << to_string(answer.error());
    return {};
  }
  return *answer;
}

ReceivedPage received(const SinkThread& sink, int from = 0) {
  return decode_received(ask(sink.http(), "GET", fmt::format("/received?from={}", from)).body)
      .value();
}

/// A mail client that says one line at a time.
class MailClient {
 public:
  explicit MailClient(const Endpoint& at) : socket_(io_) {
    socket_.connect({boost::asio::ip::make_address(at.host), static_cast<unsigned short>(at.port)});
    greeting = answer();
  }
  std::string say(const std::string& line) {
    send(line + "\r\n");
    return answer();
  }
  void send(const std::string& bytes) { boost::asio::write(socket_, boost::asio::buffer(bytes)); }
  /// The last line of an answer.
  std::string answer() {
    for (;;) {
      const auto n = boost::asio::read_until(socket_, boost::asio::dynamic_buffer(buffer_), "\r\n");
      const std::string line = buffer_.substr(0, n - 2);
      buffer_.erase(0, n);
      if (line.size() < 4 || line[3] != '-') return line;
    }
  }
  std::string greeting;

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  std::string buffer_;
};

TEST(Sink, KeepsNotificationsWithReceiverAndTimeInOrder) {
  const SinkThread sink;
  const auto before = std::chrono::system_clock::now();
  EXPECT_EQ(
      ask(sink.http(), "POST", "/notify/all%20kinds%2F1/webhook/2?observer=1", "{\"a\":1}").status,
      200);
  EXPECT_EQ(ask(sink.http(), "POST", "/notify/net/slack/0", "{}").body, "ok");
  EXPECT_EQ(ask(sink.http(), "POST", "/api/v2/alerts", "[]").status, 200);
  const auto page = received(sink);
  ASSERT_EQ(page.received.size(), 3u);
  EXPECT_EQ(page.next, 3);
  const Received& first = page.received[0];
  EXPECT_EQ(first.receiver, "all kinds/1");
  EXPECT_EQ(first.integration, "webhook");
  EXPECT_EQ(first.index, 2);
  EXPECT_TRUE(first.observer);
  EXPECT_EQ(first.body, "{\"a\":1}");
  EXPECT_GE(first.at, before);
  EXPECT_LE(first.at, page.received[1].at);
  EXPECT_FALSE(page.received[1].observer);
  EXPECT_EQ(page.received[2].protocol, SinkProtocol::alerts);
}

TEST(Sink, HandsOutOnlyWhatIsNew) {
  const SinkThread sink;
  ask(sink.http(), "POST", "/notify/a/webhook/0", "1");
  ask(sink.http(), "POST", "/notify/b/webhook/0", "2");
  EXPECT_EQ(received(sink, 1).received.at(0).receiver, "b");
  EXPECT_TRUE(received(sink, 2).received.empty());
  EXPECT_TRUE(received(sink, 99).received.empty());
}

TEST(Sink, IsReadyAndKnowsWhatItDoesNotServe) {
  const SinkThread sink;
  EXPECT_EQ(ask(sink.http(), "GET", "/-/ready").status, 200);
  EXPECT_EQ(ask(sink.http(), "GET", "/notify/a/webhook/0").status, 404);
  EXPECT_EQ(ask(sink.http(), "POST", "/notify/a/webhook").status, 404);
  EXPECT_EQ(ask(sink.http(), "POST", "/notify/a/webhook/x").status, 404);
  EXPECT_EQ(ask(sink.http(), "POST", "/notify/%zz/webhook/0").status, 404);
  EXPECT_TRUE(received(sink).received.empty());
}

TEST(Sink, HeadIsAnsweredWithoutABody) {
  const SinkThread sink;
  boost::asio::io_context io;
  boost::asio::ip::tcp::socket socket(io);
  socket.connect({boost::asio::ip::make_address(sink.http().host),
                  static_cast<unsigned short>(sink.http().port)});
  const std::string both =
      "HEAD /-/ready HTTP/1.1\r\n\r\nGET /-/ready HTTP/1.1\r\nConnection: close\r\n\r\n";
  boost::asio::write(socket, boost::asio::buffer(both));
  std::string answers;
  boost::system::error_code ended;
  boost::asio::read(socket, boost::asio::dynamic_buffer(answers), ended);
  const auto end = answers.find("\r\n\r\n");
  ASSERT_NE(end, answers.npos) << answers;
  EXPECT_THAT(answers.substr(end + 4), StartsWith("HTTP/1.1 200"));
}

TEST(Sink, BodiesAreBounded) {
  const SinkThread sink;
  EXPECT_EQ(ask(sink.http(), "POST", "/notify/a/webhook/0", std::string(4u << 20, 'x')).status,
            200);
  // The answer may be lost when the sink closes while the client still sends.
  const auto answer =
      http(sink.http(), {"POST", "/notify/a/webhook/0", std::string((4u << 20) + 1, 'x'), {}}, 20s);
  EXPECT_TRUE(!answer || answer->status == 413);
  EXPECT_EQ(received(sink, 1).next, 1);  // from 1 on: the large one need not come back
}

TEST(Sink, TakesMailAndReadsItsReceiverFromTheHeader) {
  const SinkThread sink;
  MailClient mail(sink.smtp());
  EXPECT_THAT(mail.greeting, StartsWith("220 "));
  EXPECT_THAT(mail.say("EHLO test"), StartsWith("250 "));
  EXPECT_THAT(mail.say("MAIL FROM:<a@example.com> BODY=8BITMIME"), StartsWith("250 "));
  EXPECT_THAT(mail.say("RCPT TO:<b@example.com>"), StartsWith("250 "));
  EXPECT_THAT(mail.say("RCPT TO:<c@example.com>"), StartsWith("250 "));
  EXPECT_THAT(mail.say("DATA"), StartsWith("354 "));
  // In pieces, with a stuffed dot, and a dot that does not end anything.
  mail.send("Subject: hi\r\nX-Misfire-Recei");
  mail.send("ver: net%2Fops/3\r\n\r\n..x\r");
  mail.send("\na.\r\n.\r");
  mail.send("\n");
  EXPECT_THAT(mail.answer(), StartsWith("250 "));
  EXPECT_THAT(mail.say("RSET"), StartsWith("250 "));
  EXPECT_THAT(mail.say("QUIT"), StartsWith("221 "));
  const auto page = received(sink);
  ASSERT_EQ(page.received.size(), 1u);
  EXPECT_EQ(page.received[0].protocol, SinkProtocol::smtp);
  EXPECT_EQ(page.received[0].receiver, "net/ops");
  EXPECT_EQ(page.received[0].integration, "email");
  EXPECT_EQ(page.received[0].index, 3);
  EXPECT_EQ(page.received[0].body,
            "Subject: hi\r\nX-Misfire-Receiver: net%2Fops/3\r\n\r\n.x\r\na.\r\n");
}

TEST(Sink, TwoSinksCannotHaveOneAddress) {
  const SinkThread sink;
  boost::asio::io_context io;
  const auto second = Sink::open(io, sink.http(), {"127.0.0.1", 0});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::environment);
  EXPECT_THAT(second.error().message, HasSubstr("cannot listen on 127.0.0.1:"));
}

TEST(Sink, StartsOnAPortThatIsHeldForIt) {
  const HeldPort web, mail;
  boost::asio::io_context io;
  EXPECT_TRUE(Sink::open(io, web.endpoint(), mail.endpoint()));
}

TEST(SmtpSession, RefusesWhatComesOutOfOrderAndWhatIsTooLarge) {
  std::vector<std::string> kept;
  SmtpSession session(10, [&](std::string message) { kept.push_back(std::move(message)); });
  EXPECT_THAT(session.line("DATA"), StartsWith("503"));
  EXPECT_THAT(session.line("rcpt to:<b>"), StartsWith("503"));
  EXPECT_THAT(session.line("AUTH PLAIN AAAA"), StartsWith("502"));
  EXPECT_THAT(session.line("STARTTLS"), StartsWith("502"));
  for (const char* line : {"HELO x", "mail from:<a>", "rcpt to:<b>", "data", "0123456789"}) {
    session.line(line);
  }
  EXPECT_THAT(session.line("."), StartsWith("552"));
  for (const char* line : {"mail from:<a>", "rcpt to:<b>", "data", "01234567"}) session.line(line);
  EXPECT_THAT(session.line("."), StartsWith("250"));
  EXPECT_THAT(kept, ::testing::ElementsAre("01234567\r\n"));
  EXPECT_THAT(session.line("DATA"), StartsWith("503"));  // a new mail begins anew
}

TEST(SmtpSession, ReadsFoldedHeadersOnlyFromTheHead) {
  const std::string mail = "A: 1\r\nLong-One: first\r\n  second\r\nb: 2\r\n\r\nC: 3\r\n";
  EXPECT_EQ(mail_header(mail, "long-one"), "first second");
  EXPECT_EQ(mail_header(mail, "B"), "2");
  EXPECT_EQ(mail_header(mail, "C"), "");
}

TEST(SinkAnswers, AreThoseOfTheRealServices) {
  EXPECT_EQ(service_answer("webhook", "x").status, 200);
  EXPECT_EQ(service_answer("opsgenie", "{}").body, "{}");
  EXPECT_EQ(service_answer("slack", "{}").body, "ok");
  EXPECT_EQ(service_answer("slack", "{").status, 400);
  const auto page = service_answer(
      "pagerduty", R"({"routing_key":"k","event_action":"trigger","dedup_key":"abc"})");
  EXPECT_EQ(page.status, 202);
  EXPECT_THAT(page.body, HasSubstr("\"dedup_key\":\"abc\""));
  EXPECT_EQ(service_answer("pagerduty", R"({"event_action":"trigger"})").status, 400);
}

TEST(SinkRoutes, DecodeWhatUrlEncodeMade) {
  for (const char* name : {"auth-oncall", "all kinds/1", "100%", "näme", "a?b&c=d#e+f"}) {
    const auto route = sink_route("POST", "/notify/" + url_encode(name) + "/slack/7");
    EXPECT_EQ(route.kind, SinkRoute::Kind::notify) << name;
    EXPECT_EQ(route.receiver, name);
    EXPECT_EQ(route.index, 7);
    const auto mail = mail_route(url_encode(name) + "/7");
    ASSERT_TRUE(mail) << name;
    EXPECT_EQ(mail->receiver, name);
  }
  EXPECT_FALSE(mail_route("no-index"));
  EXPECT_FALSE(mail_route("%4/1"));
}

TEST(SinkInbox, BytesThatAreNotUtf8DoNotBreakThePage) {
  Inbox inbox;
  inbox.add({.body = "a\xff"
                     "b"});
  const auto page = decode_received(inbox.since(0));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->received.at(0).body,
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_FALSE(decode_received("{\"next\":1}"));
}

}  // namespace
}  // namespace misfire
