#include "load/requests.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace misfire {
namespace {

const Credentials kAwkward{"an\"na@example.com", "p&ss w\\rd,ä=1"};

std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

TEST(LoginRequest, IsAuthdsByDefault) {
  EXPECT_EQ(login_request({}, {"user000001", "secret"}),
            "POST /login HTTP/1.1\r\nHost: login.example.com\r\nContent-Type: application/json\r\n"
            "Content-Length: 44\r\n\r\n{\"user\": \"user000001\", \"password\": \"secret\"}");
}

TEST(LoginRequest, EscapesForJson) {
  const auto json = nlohmann::json::parse(body_of(login_request({}, kAwkward)));
  EXPECT_EQ(json["user"], kAwkward.user);
  EXPECT_EQ(json["password"], kAwkward.password);
}

TEST(LoginRequest, EscapesForForms) {
  LoginSpec form;
  form.headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}};
  form.body = "login={user}&pw={password}&keep=1";
  EXPECT_EQ(body_of(login_request(form, kAwkward)),
            "login=an%22na%40example.com&pw=p%26ss%20w%5Crd%2C%C3%A4%3D1&keep=1");
}

TEST(LoginRequest, EscapesForXmlAndLeavesPlainTextAlone) {
  LoginSpec login;
  login.headers = {{"Content-Type", "text/xml"}};
  login.body = "<u>{user}</u>";
  EXPECT_EQ(body_of(login_request(login, kAwkward)), "<u>an&quot;na@example.com</u>");
  login.headers = {{"Content-Type", "text/plain"}};
  login.body = "{user}:{password}";
  EXPECT_EQ(body_of(login_request(login, kAwkward)), kAwkward.user + ":" + kAwkward.password);
}

TEST(LoginRequest, ByBasicAuthenticationHasNoBody) {
  LoginSpec login;
  login.method = "GET";
  login.path = "/session?as={user}";
  login.host = "sso.example.org";
  login.headers = {{"Authorization", "Basic {basic}"}};
  login.body.clear();
  EXPECT_EQ(login_request(login, {"Aladdin", "open sesame"}),  // RFC 7617, section 2
            "GET /session?as=Aladdin HTTP/1.1\r\nHost: sso.example.org\r\n"
            "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n");
}

TEST(Requests, AreOfTheListedUsers) {
  const auto accounts = std::make_shared<const UserList>(UserList{{"anna", "a1"}, {"ben", "b2"}});
  Requests requests(2, 7, {}, accounts);
  EXPECT_NE(requests.of(1)->find(R"("user": "ben", "password": "b2")"), std::string::npos);
  EXPECT_NE(Requests(2, 7).of(1)->find("user000001"), std::string::npos);
}

}  // namespace
}  // namespace misfire
